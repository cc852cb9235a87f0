import type { JsonText } from './json-text.js';
import type { Removal } from './remove-items.js';

const quote = 34;
const backslash = 92;

/** Takes a member, given by its value, out of an object, together with one comma. */
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

/** The opening quote of that key: no backslash stands before it, as one does before each quote inside. */
export function keyStart({ bytes, start }: JsonText): number {
  let at = bytes.lastIndexOf(quote, bytes.lastIndexOf(quote, start - 1) - 1);
  while (bytes[at - 1] === backslash) at = bytes.lastIndexOf(quote, at - 1);
  return at;
}
