import { arrayOf, filledString, objectOf, stringOf, type WireObject } from '../json/guards.js';
import type { Proof } from '../neutral/proof.js';
import { dialectName, paragraphBreak } from './wire.js';

/** The text of a reasoning item: its summary, or the thinking itself where a server shows it. */
export function reasoningText(item: WireObject): string {
  return joinParts(item['summary']) || joinParts(item['content']);
}

/** The proof a reasoning item carries; `undefined` when it was not sealed. */
export function proofOf(item: WireObject, issuer: string): Proof | undefined {
  const value = filledString(item['encrypted_content']);
  if (value === undefined) return undefined;
  const itemId = filledString(item['id']);
  return { issuer, dialect: dialectName, form: 'encrypted', value, ...(itemId !== undefined && { itemId }) };
}

/** The texts of the parts of a summary or of thinking, as paragraphs. */
export function joinParts(parts: unknown): string {
  return arrayOf(parts)
    .map((part) => stringOf(objectOf(part)['text']) ?? '')
    .filter((text) => text !== '')
    .join(paragraphBreak);
}
