import type { FinishReason } from '../neutral/events.js';

/** What an answer held, as far as its finish depends on it. */
export interface AnswerContent {
  readonly toolCalls: boolean;
  readonly refusal: boolean;
}

const reasons: ReadonlyMap<string, FinishReason> = new Map([
  ['stop', 'stop'],
  ['length', 'length'],
  ['tool_calls', 'tool-calls'],
  ['function_call', 'tool-calls'],
  ['content_filter', 'content-filter'],
]);

const words: Readonly<Record<FinishReason, string>> = {
  stop: 'stop',
  'stop-sequence': 'stop',
  length: 'length',
  'context-length': 'length',
  'tool-calls': 'tool_calls',
  'content-filter': 'content_filter',
  refusal: 'content_filter',
  pause: 'stop',
  unknown: 'stop',
};

/**
 * Chat's finish word → ours. Compatible servers say `stop` after tool calls, or `tool_calls` without any; a model that
 * refuses in words ends with `stop` and a `refusal`.
 */
export function readFinish(word: string, content: AnswerContent): FinishReason {
  const reason = reasons.get(word) ?? 'unknown';
  if (reason === 'tool-calls' && !content.toolCalls) return 'stop';
  if (reason !== 'stop' && reason !== 'unknown') return reason;
  if (content.toolCalls) return 'tool-calls';
  return content.refusal && reason === 'stop' ? 'refusal' : reason;
}

/** Our finish → Chat's word. A refusal without refusing words reads as a filter, never as a normal end. */
export function writeFinish(reason: FinishReason | undefined, content: AnswerContent): string {
  if (reason === 'refusal' && content.refusal) return 'stop';
  if (reason === 'tool-calls' && !content.toolCalls) return 'stop';
  return words[reason ?? 'unknown'];
}
