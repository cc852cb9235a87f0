import { arrayOf, filledString, objectOf, stringOf, type WireObject } from '../json/guards.js';
import type { ReasoningBlock } from '../neutral/message.js';
import type { MemberPlace } from '../note-lost.js';

/** Thinking text of compatible servers in an earlier answer. What proves it stays in Chat: no one else could check it. */
export function readReasoning(message: WireObject, { field, notes }: MemberPlace): readonly ReasoningBlock[] {
  if (isSealed(message['reasoning_details'])) {
    notes.dropped(`${field}.reasoning_details`, 'what proves earlier reasoning is understood by its provider only');
  }
  const text = thinkingOf(message);
  return text === '' ? [] : [{ kind: 'reasoning', text, proof: undefined }];
}

/** Thinking text of a message or delta, by the first of the names in use that has any. */
export function thinkingOf(holder: WireObject): string {
  return (
    filledString(holder['reasoning_content']) ??
    filledString(holder['reasoning']) ??
    detailsOf(holder['reasoning_details'])
  );
}

/**
 * Whether thinking comes with a signature or encrypted.
 * @see https://openrouter.ai/docs/use-cases/reasoning-tokens#preserving-reasoning-blocks
 */
export function isSealed(details: unknown): boolean {
  return arrayOf(details)
    .map(objectOf)
    .some((detail) => filledString(detail['signature'] ?? detail['data']) !== undefined);
}

function detailsOf(details: unknown): string {
  return arrayOf(details)
    .map(objectOf)
    .map((detail) => stringOf(detail['text']) ?? stringOf(detail['summary']) ?? '')
    .join('');
}
