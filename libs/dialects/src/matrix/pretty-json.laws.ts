import type { JsonText } from '../json/json-text.js';

/** What fits a line stays on it. */
const lineLength = 110;

/** JSON to be read by people: short values on one line, numbers and strings as they were written. */
export function prettyJson(text: JsonText, indent = ''): string {
  const flat = flatJson(text);
  if (indent.length + flat.length <= lineLength || !isContainer(flat)) return flat;
  const deeper = `${indent}  `;
  const lines = flat.startsWith('[')
    ? text.items().map((item) => prettyJson(item, deeper))
    : text.entries().map(([name, value]) => `${JSON.stringify(name)}: ${prettyJson(value, deeper)}`);
  return `${flat[0]}\n${lines.map((line) => `${deeper}${line}`).join(',\n')}\n${indent}${flat.at(-1)}`;
}

function flatJson(text: JsonText): string {
  const { raw } = text;
  if (!isContainer(raw)) return raw;
  const parts = raw.startsWith('[')
    ? text.items().map(flatJson)
    : text.entries().map(([name, value]) => `${JSON.stringify(name)}: ${flatJson(value)}`);
  if (parts.length === 0) return raw.startsWith('[') ? '[]' : '{}';
  return raw.startsWith('[') ? `[${parts.join(', ')}]` : `{ ${parts.join(', ')} }`;
}

function isContainer(raw: string): boolean {
  return raw.startsWith('[') || raw.startsWith('{');
}
