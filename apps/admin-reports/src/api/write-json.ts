import { actingCharacters } from '../format/visible-text.js';

/** A value of JSON, with integers of any size. */
export type JsonValue =
  string | number | bigint | boolean | null | readonly JsonValue[] | { readonly [name: string]: JsonValue };

/** Writes JSON. A bigint is an integer with all its digits, which JSON may have, though some readers round it. */
export function writeJson(value: JsonValue): string {
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return harmless(JSON.stringify(value));
  if (isList(value)) return `[${value.map(writeJson).join(',')}]`;
  const members = Object.entries(value).map(([name, member]) => `${JSON.stringify(name)}:${writeJson(member)}`);
  return `{${members.join(',')}}`;
}

/** The same text, in which no character acts on the terminal that shows it: JSON itself escapes those below space alone. */
function harmless(json: string): string {
  return json.replace(actingCharacters, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function isList(value: object): value is readonly JsonValue[] {
  return Array.isArray(value);
}
