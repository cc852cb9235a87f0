import { JsonText } from './json-text.js';

/** Writes a tree as JSON; a `JsonText` inside it is written as the text it came in, byte for byte. */
export function writeJson(tree: unknown): string {
  return written(tree) ?? 'null';
}

/** `undefined` for what JSON has no word for, as `JSON.stringify` says. */
function written(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (value instanceof JsonText) return value.raw;
  if (Array.isArray(value)) return `[${value.map(writeJson).join(',')}]`;
  let members = '';
  for (const [name, member] of Object.entries(value)) {
    const text = written(member);
    if (text === undefined) continue;
    members += `${members === '' ? '' : ','}${JSON.stringify(name)}:${text}`;
  }
  return `{${members}}`;
}
