import { JsonText } from './json-text.js';

/** Writes a tree as JSON; a `JsonText` inside it is written as the text it came in, byte for byte. */
export function writeJson(tree: unknown): string {
  return written(tree) ?? 'null';
}

/** `undefined` for what JSON has no word for. Branches without a text are left to `JSON.stringify`, which is faster. */
function written(value: unknown): string | undefined {
  if (value instanceof JsonText) return value.raw;
  if (!isTree(value) || !holdsText(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(writeJson).join(',')}]`;
  const members: string[] = [];
  for (const [name, member] of Object.entries(value)) {
    const text = written(member);
    if (text !== undefined) members.push(`${JSON.stringify(name)}:${text}`);
  }
  return `{${members.join(',')}}`;
}

function holdsText(tree: object): boolean {
  if (tree instanceof JsonText) return true;
  for (const member of Array.isArray(tree) ? tree : Object.values(tree)) {
    if (isTree(member) && holdsText(member)) return true;
  }
  return false;
}

function isTree(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
