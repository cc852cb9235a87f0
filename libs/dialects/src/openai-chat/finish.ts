import type { NeutralAsk } from '../neutral/ask.js';
import type { FinishReason } from '../neutral/events.js';

/** What an answer held, as far as its finish depends on it. */
export interface AnswerContent {
  readonly toolCalls: boolean;
  readonly refusal: boolean;
}

/** OpenAI's words first, then those of compatible servers, in small letters. */
const reasons: ReadonlyMap<string, FinishReason> = new Map([
  ['stop', 'stop'],
  ['length', 'length'],
  ['tool_calls', 'tool-calls'],
  ['function_call', 'tool-calls'],
  ['content_filter', 'content-filter'],
  ['eos', 'stop'],
  ['eos_token', 'stop'],
  ['end_turn', 'stop'],
  ['stop_sequence', 'stop-sequence'],
  ['max_tokens', 'length'],
  ['model_length', 'context-length'],
  ['tool_use', 'tool-calls'],
  ['tool_call', 'tool-calls'],
  ['refusal', 'refusal'],
  ['safety', 'content-filter'],
  ['recitation', 'content-filter'],
  ['sensitive', 'content-filter'],
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
  const reason = reasons.get(word.toLowerCase()) ?? 'unknown';
  if (reason === 'tool-calls' && !content.toolCalls) return 'stop';
  if (reason !== 'stop' && reason !== 'unknown') return reason;
  if (content.toolCalls) return 'tool-calls';
  return content.refusal && reason === 'stop' ? 'refusal' : reason;
}

/** Our finish → Chat's word. A refusal without refusing words reads as a filter, never as a normal end. */
export function writeFinish(
  reason: FinishReason | undefined,
  content: AnswerContent,
  { legacyCalls }: Pick<NeutralAsk, 'legacyCalls'>,
): string {
  if (reason === 'refusal' && content.refusal) return 'stop';
  if (reason === 'tool-calls' && !content.toolCalls) return 'stop';
  return reason === 'tool-calls' && legacyCalls === true ? 'function_call' : words[reason ?? 'unknown'];
}
