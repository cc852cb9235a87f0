import type { BetaStopReason } from '@anthropic-ai/sdk/resources/beta/messages/messages';
import type { RefusalStopDetails, StopReason } from '@anthropic-ai/sdk/resources/messages/messages';
import { filledString } from '../json/guards.js';
import type { FinishReason } from '../neutral/events.js';

/** https://docs.anthropic.com/en/api/handling-stop-reasons */
const finishOfStop: Readonly<Record<StopReason | BetaStopReason, FinishReason>> = {
  end_turn: 'stop',
  stop_sequence: 'stop-sequence',
  max_tokens: 'length',
  model_context_window_exceeded: 'context-length',
  tool_use: 'tool-calls',
  refusal: 'refusal',
  pause_turn: 'pause',
  compaction: 'pause',
};

const stopOfFinish: Readonly<Record<FinishReason, StopReason>> = {
  stop: 'end_turn',
  'stop-sequence': 'stop_sequence',
  length: 'max_tokens',
  'context-length': 'model_context_window_exceeded',
  'tool-calls': 'tool_use',
  'content-filter': 'refusal',
  refusal: 'refusal',
  pause: 'pause_turn',
  unknown: 'end_turn',
};

/** What an answer held, as far as it bears on how it ended. */
export interface AnswerParts {
  readonly calls: boolean;
  readonly refusal: boolean;
}

/** Why the model stopped; `undefined` when the answer did not say. */
export function readStopReason(stopReason: unknown): FinishReason | undefined {
  const word = filledString(stopReason);
  if (word === undefined) return undefined;
  // Own keys only, so the word is one of the table's.
  return Object.hasOwn(finishOfStop, word) ? finishOfStop[word as BetaStopReason] : 'unknown';
}

/**
 * The stop reason of a written answer. Its readers act on `tool_use` only, so an answer with calls says it even where
 * the model merely stopped (Chat does for a named choice), and one without calls never does.
 */
export function writeStopReason(finish: FinishReason, parts: AnswerParts): StopReason {
  if (finish === 'stop' && parts.refusal) return 'refusal';
  if (finish === 'stop' && parts.calls) return 'tool_use';
  if (finish === 'tool-calls' && !parts.calls) return 'end_turn';
  return stopOfFinish[finish];
}

/** What the API says of a refusal beside the stop reason; nothing of any other end. */
export function writeStopDetails(stopReason: StopReason): RefusalStopDetails | null {
  return stopReason === 'refusal' ? { type: 'refusal', category: null, explanation: null } : null;
}
