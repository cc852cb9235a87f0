import type { MessageCreateParams as BetaMessageCreateParams } from '@anthropic-ai/sdk/resources/beta/messages/messages';
import type { MessageCreateParams } from '@anthropic-ai/sdk/resources/messages/messages';
import { arrayOf, isRecord } from '../json/guards.js';
import { dropped, mapped, mappedMembers, refused, type Disposition, type LossRow } from './disposition.js';

const both = (disposition: Disposition): LossRow['to'] => ({
  'openai-chat': disposition,
  'openai-responses': disposition,
});

const everywhere: LossRow = { to: both(mapped) };

const isEmpty = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

/** Sampling fields that newer versions of the API no longer list and older ones take. */
type OfOlderVersions = 'temperature' | 'top_p' | 'top_k';

/**
 * Top-level fields of a Messages request at the other dialects.
 * @see https://docs.anthropic.com/en/api/messages
 */
export const messagesLosses = {
  model: everywhere,
  messages: everywhere,
  system: everywhere,
  stream: everywhere,
  tools: everywhere,
  tool_choice: everywhere,
  max_tokens: everywhere,
  temperature: everywhere,
  top_p: everywhere,
  stop_sequences: {
    to: { 'openai-chat': mapped, 'openai-responses': dropped('has no stop sequences') },
    saysNothing: isEmpty,
  },
  thinking: { to: both(mappedMembers('type', 'budget_tokens', 'display')) },
  output_config: { to: both(mappedMembers('effort', 'format')) },
  output_format: everywhere,
  thread: { to: both(refused('keeps no threads')) },
  container: { to: both(refused('has no containers of this dialect')) },
  mcp_servers: { to: both(refused('connects to no MCP servers of this dialect')), saysNothing: isEmpty },
  inference_geo: { to: both(refused('cannot promise where it runs')) },
  top_k: { to: both(dropped('has no top_k')) },
  cache_control: { to: both(dropped('caches prompts by other means')) },
  context_management: {
    to: both(dropped('does not manage the context of this dialect')),
    saysNothing: (value) => isRecord(value) && arrayOf(value['edits']).length === 0,
  },
  compaction: { to: both(dropped('compacts nothing')) },
  metadata: {
    to: both(dropped('names users in another form')),
    saysNothing: (value) => isRecord(value) && Object.keys(value).length === 0,
  },
  service_tier: { to: both(dropped('has other tiers')), saysNothing: (value) => value === 'auto' },
  speed: { to: both(dropped('has one speed')), saysNothing: (value) => value === 'standard' },
  diagnostics: { to: both(dropped('gives no such diagnostics')) },
  fallbacks: { to: both(dropped('has no fallback models of its own')), saysNothing: isEmpty },
  fallback_credit_token: { to: both(dropped('has nothing to do with an account elsewhere')) },
  billing_policy: { to: both(dropped('has nothing to do with an account elsewhere')) },
  user_profile_id: { to: both(dropped('has nothing to do with an account elsewhere')) },
  workspace_id: { to: both(dropped('has nothing to do with an account elsewhere')) },
  betas: { to: both(dropped('has no such betas')), saysNothing: isEmpty },
} satisfies Record<keyof MessageCreateParams | keyof BetaMessageCreateParams | OfOlderVersions, LossRow>;
