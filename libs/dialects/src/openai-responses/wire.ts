import { filledString, type WireObject } from '../json/guards.js';

/** This dialect's name, as its proofs and foreign parts carry it. */
export const dialectName = 'openai-responses';

/** The type of an input item; some clients leave `type` out of messages and of references. */
export function itemType(item: WireObject): string {
  const type = filledString(item['type']);
  if (type !== undefined) return type;
  return item['role'] === undefined && filledString(item['id']) !== undefined ? 'item_reference' : 'message';
}

/** Separates the paragraphs of a summary, whose parts have no separator of their own. */
export const paragraphBreak = '\n\n';
