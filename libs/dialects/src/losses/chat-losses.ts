import type { ChatCompletionCreateParams } from 'openai/resources/chat/completions/completions';
import { arrayOf, isRecord } from '../json/guards.js';
import { carried, dropped, mapped, mappedMembers, refused, type Disposition, type LossRow } from './disposition.js';

const chatOnly = (because: string): LossRow['to'] => both(refused(because));

const both = (disposition: Disposition): LossRow['to'] => ({
  'openai-responses': disposition,
  'anthropic-messages': disposition,
});

const shared = (field: string, because: string): LossRow['to'] => ({
  'openai-responses': carried(field),
  'anthropic-messages': dropped(because),
});

const everywhere: LossRow = { to: both(mapped) };

/** Chat's `verbosity` lives inside `text` in Responses. */
const asTextVerbosity: Disposition = {
  kind: 'mapped',
  reason: 'is `text.verbosity` there',
  carry: (body, value) => ({ ...body, text: { ...(isRecord(body['text']) ? body['text'] : {}), verbosity: value } }),
};

/**
 * Top-level fields of a Chat Completions request at the other dialects.
 * @see https://platform.openai.com/docs/api-reference/chat/create
 */
export const chatLosses = {
  model: everywhere,
  messages: everywhere,
  stream: everywhere,
  stream_options: { to: both(mappedMembers('include_usage', 'include_obfuscation')) },
  tools: everywhere,
  tool_choice: everywhere,
  parallel_tool_calls: everywhere,
  max_tokens: everywhere,
  max_completion_tokens: everywhere,
  temperature: everywhere,
  top_p: everywhere,
  stop: {
    to: { 'openai-responses': dropped('has no stop sequences'), 'anthropic-messages': mapped },
    saysNothing: (value) => Array.isArray(value) && value.length === 0,
  },
  reasoning_effort: everywhere,
  response_format: everywhere,
  verbosity: { to: { 'openai-responses': asTextVerbosity, 'anthropic-messages': dropped('has no verbosity') } },
  n: { to: chatOnly('gives one answer a request'), saysNothing: (value) => value === 1 },
  logprobs: { to: chatOnly('carries no log probabilities in its answers'), saysNothing: (value) => value === false },
  top_logprobs: { to: chatOnly('carries no log probabilities in its answers'), saysNothing: (value) => value === 0 },
  audio: { to: chatOnly('speaks no audio') },
  modalities: {
    to: chatOnly('answers in text only'),
    saysNothing: (value) => arrayOf(value).every((modality) => modality === 'text'),
  },
  web_search_options: { to: both(mappedMembers('user_location', 'search_context_size')) },
  functions: everywhere,
  function_call: everywhere,
  moderation: { to: { 'openai-responses': carried('moderation'), 'anthropic-messages': refused('moderates nothing') } },
  frequency_penalty: { to: both(dropped('has no penalties')), saysNothing: (value) => value === 0 },
  presence_penalty: { to: both(dropped('has no penalties')), saysNothing: (value) => value === 0 },
  logit_bias: {
    to: both(dropped('has no token biases')),
    saysNothing: (value) => isRecord(value) && Object.keys(value).length === 0,
  },
  seed: { to: both(dropped('has no seed')) },
  prediction: { to: both(dropped('takes no predicted output')) },
  store: {
    to: shared('store', 'stores no answers'),
    saysNothing: (value) => value === false,
  },
  metadata: { to: shared('metadata', 'keeps no metadata of this form') },
  user: { to: shared('user', 'names users in another form') },
  safety_identifier: { to: shared('safety_identifier', 'names users in another form') },
  service_tier: { to: shared('service_tier', 'has other tiers'), saysNothing: (value) => value === 'auto' },
  prompt_cache_key: { to: shared('prompt_cache_key', 'caches prompts by other means') },
  prompt_cache_options: { to: shared('prompt_cache_options', 'caches prompts by other means') },
  prompt_cache_retention: { to: shared('prompt_cache_retention', 'caches prompts by other means') },
} satisfies Record<keyof ChatCompletionCreateParams, LossRow>;
