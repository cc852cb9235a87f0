import { filledString, objectOf, type WireObject } from '../json/guards.js';
import type { FinishReason } from '../neutral/events.js';

/** What an answer held, as far as its finish depends on it. */
export interface AnswerContent {
  readonly toolCalls: boolean;
  readonly refusal: boolean;
}

const incompleteReasons: ReadonlyMap<string, FinishReason> = new Map([
  ['max_output_tokens', 'length'],
  ['max_tokens', 'length'],
  ['content_filter', 'content-filter'],
]);

/** How a finished response of the provider ended, by its status and the reason it gives for an incomplete one. */
export function readFinish(response: WireObject, content: AnswerContent): FinishReason {
  if (response['status'] === 'incomplete') {
    const word = filledString(objectOf(response['incomplete_details'])['reason']) ?? '';
    return incompleteReasons.get(word) ?? 'unknown';
  }
  if (content.toolCalls) return 'tool-calls';
  return content.refusal ? 'refusal' : 'stop';
}

/** How a response of ours ends: its status, and the reason it is incomplete. */
export interface WrittenFinish {
  readonly status: 'completed' | 'incomplete';
  readonly incompleteReason: 'max_output_tokens' | 'content_filter' | undefined;
}

const completed: WrittenFinish = { status: 'completed', incompleteReason: undefined };
const cut: WrittenFinish = { status: 'incomplete', incompleteReason: 'max_output_tokens' };
const filtered: WrittenFinish = { status: 'incomplete', incompleteReason: 'content_filter' };

const endings: Readonly<Record<FinishReason, WrittenFinish>> = {
  stop: completed,
  'stop-sequence': completed,
  'tool-calls': completed,
  pause: completed,
  unknown: completed,
  length: cut,
  'context-length': cut,
  'content-filter': filtered,
  refusal: filtered,
};

/** Our finish in this dialect. A refusal without refusing words reads as a filter, never as a normal end. */
export function writeFinish(reason: FinishReason | undefined, content: AnswerContent): WrittenFinish {
  return reason === 'refusal' && content.refusal ? completed : endings[reason ?? 'unknown'];
}
