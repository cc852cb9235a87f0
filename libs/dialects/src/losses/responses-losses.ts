import type { ResponseCreateParams } from 'openai/resources/responses/responses';
import { arrayOf } from '../json/guards.js';
import { carried, dropped, mapped, mappedMembers, refused, type Disposition, type LossRow } from './disposition.js';

const both = (disposition: Disposition): LossRow['to'] => ({
  'openai-chat': disposition,
  'anthropic-messages': disposition,
});

const shared = (field: string, because: string): LossRow['to'] => ({
  'openai-chat': carried(field),
  'anthropic-messages': dropped(because),
});

const everywhere: LossRow = { to: both(mapped) };

const stateful: LossRow = { to: both(refused('keeps no state between requests')) };

/** `text.verbosity` is a field of its own in Chat. */
const textToChat: Disposition = {
  ...mappedMembers('format', 'verbosity'),
  carry: (body, value) => {
    const verbosity = value.get('verbosity');
    return verbosity === undefined || verbosity.value === null ? body : { ...body, verbosity };
  },
};

/** Includable parts the router provides itself, sealed, at any target. */
const providedIncludes: readonly unknown[] = ['reasoning.encrypted_content'];

/** Codex and other clients send these; the API's own list does not name them, or no longer does. */
type SeenInTheWild = 'client_metadata' | 'max_tool_calls';

/**
 * Top-level fields of a Responses request at the other dialects.
 * @see https://platform.openai.com/docs/api-reference/responses/create
 */
export const responsesLosses = {
  model: everywhere,
  input: everywhere,
  instructions: everywhere,
  stream: everywhere,
  stream_options: { to: both(mappedMembers('include_obfuscation')) },
  tools: everywhere,
  tool_choice: everywhere,
  parallel_tool_calls: everywhere,
  max_output_tokens: everywhere,
  temperature: everywhere,
  top_p: everywhere,
  reasoning: { to: both(mappedMembers('effort', 'summary', 'generate_summary')) },
  text: { to: { 'openai-chat': textToChat, 'anthropic-messages': mappedMembers('format') } },
  include: {
    to: both(dropped('has no such parts')),
    saysNothing: (value) => arrayOf(value).every((part) => providedIncludes.includes(part)),
  },
  previous_response_id: stateful,
  conversation: stateful,
  prompt: { to: both(refused('knows no stored prompts')) },
  background: { to: both(refused('answers while the caller waits')), saysNothing: (value) => value === false },
  top_logprobs: {
    to: both(refused('carries no log probabilities in its answers')),
    saysNothing: (value) => value === 0,
  },
  moderation: { to: { 'openai-chat': carried('moderation'), 'anthropic-messages': refused('moderates nothing') } },
  context_management: {
    to: both(dropped('does not manage the context of this dialect')),
    saysNothing: (value) => arrayOf(value).length === 0,
  },
  truncation: { to: both(dropped('never truncates')), saysNothing: (value) => value === 'disabled' },
  max_tool_calls: everywhere,
  store: {
    to: both(dropped('stores no answers for this dialect')),
    saysNothing: (value) => value === false,
  },
  client_metadata: { to: both(dropped('takes no client metadata')) },
  metadata: { to: shared('metadata', 'keeps no metadata of this form') },
  user: { to: shared('user', 'names users in another form') },
  safety_identifier: { to: shared('safety_identifier', 'names users in another form') },
  service_tier: { to: shared('service_tier', 'has other tiers'), saysNothing: (value) => value === 'auto' },
  prompt_cache_key: { to: shared('prompt_cache_key', 'caches prompts by other means') },
  prompt_cache_options: { to: shared('prompt_cache_options', 'caches prompts by other means') },
  prompt_cache_retention: { to: shared('prompt_cache_retention', 'caches prompts by other means') },
} satisfies Record<keyof ResponseCreateParams | SeenInTheWild, LossRow>;
