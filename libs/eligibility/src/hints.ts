import type { FilterReason } from '@smart-router/core';

// The refusal is not to be repeated by a client: a window is minutes long.
const untilForgotten = 'and is asked again when its observation window has passed.';

/** What to do about each reason: for the caller where the caller can, else for the operator. */
export const hints: Readonly<Record<FilterReason, string>> = {
  dialect: 'Send the whole conversation instead of a response id, or use a group with a target of this dialect.',
  tools: 'Leave the tools out, or use a group with a target that declares tools.',
  'tool-choice': 'Leave tool_choice at auto, or use a group with a target that declares tool_choice.',
  'parallel-tools':
    'Do not demand parallel tool calls, or use a group with a target that declares parallel_tool_calls.',
  'structured-output': 'Leave the output schema out, or use a group with a target that declares structured_outputs.',
  modality:
    'Leave out the content the targets cannot read, or use a group with a target that declares its input_modalities.',
  reasoning: 'Do not ask for reasoning, or use a group with a target that declares reasoning.',
  context: 'Shorten the conversation or lower the output cap, or use a group with a larger context.',
  'request-bytes': 'Send a smaller body, or use a group with a target that accepts larger ones.',
  'tool-schema-bytes': 'Send fewer or smaller tool definitions.',
  'max-output': 'Lower the output cap.',
  'min-output': 'Raise the output cap.',
  'honors-max-tokens': 'Leave the output cap out, or use a group with a target that honours it.',
  prefill: 'End the conversation with a user turn, or use a group with a target that declares prefill.',
  'hosted-tools':
    'Leave the hosted tools out, or use a group with a target (but for web_search, of this dialect) that declares them.',
  'unsupported-feature': 'Leave out the features the targets list as unsupported.',
  'tool-only': 'The targets serve requests with tools only: use another group for this one.',
  'translation-loss': 'Leave out the fields that cannot be translated, or use a group with a target of this dialect.',
  backoff: 'Try again later.',
  throttled: 'Try again later.',
  disabled: 'Ask the operator to enable a target of the group.',
  'contract-dialect': 'The contract of the group does not offer this dialect: use another endpoint or group.',
  'contract-capability': 'Ask the operator: a target lacks a capability that the contract of the group requires.',
  'contract-tags': 'Ask the operator: a target lacks a tag that the contract of the group requires.',
  'contract-quality': 'Ask the operator: the evaluated quality of a target is below what the contract requires.',
  'contract-pass-rate': 'Ask the operator: the pass rate of a target is below what the contract requires.',
  'contract-age': 'Ask the operator: the evaluation of a target is older than the contract allows.',
  'contract-status': 'Ask the operator: the status of the evaluation of a target is none the contract allows.',
  'contract-latency': `Use another group: a target is slower than the contract allows, ${untilForgotten}`,
  'contract-errors': `Use another group: a target fails more often than the contract allows, ${untilForgotten}`,
  'contract-timeouts': `Use another group: a target times out more often than the contract allows, ${untilForgotten}`,
  'contract-throughput': `Use another group: a target writes more slowly than the contract allows, ${untilForgotten}`,
  'issuer-bound': 'The conversation holds state of a provider that this group does not reach: start a new one.',
};
