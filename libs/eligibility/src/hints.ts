import type { Reason } from './field.js';

/** What to do about each reason: for the caller where the caller can, else for the operator. */
export const hints: Readonly<Record<Reason, string>> = {
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
  'issuer-bound': 'The conversation holds state of a provider that this group does not reach: start a new one.',
};
