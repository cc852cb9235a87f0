import type { JsonText } from './json-text.js';
import type { Removal } from './remove-items.js';

const quote = 34;

/** Takes a member, given by its value, out of an object, together with one comma. Its name should hold no quotes. */
export function removeMember(object: JsonText, value: JsonText): Removal {
  const values = object.entries().map(([, member]) => member);
  const index = values.findIndex(({ start }) => start === value.start);
  const next = values[index + 1];
  if (next !== undefined) return { start: keyStart(value), end: keyStart(next), text: '' };
  const previous = values[index - 1];
  return { start: previous === undefined ? keyStart(value) : previous.end, end: value.end, text: '' };
}

/** Behind the closing quote of the key in front of a value. */
export function keyEnd(value: JsonText): number {
  return value.bytes.lastIndexOf(quote, value.start - 1) + 1;
}

/** The opening quote of that key. */
export function keyStart(value: JsonText): number {
  return value.bytes.lastIndexOf(quote, keyEnd(value) - 2);
}
