import { JsonText } from './json-text.js';

/** Writes a tree as JSON; a `JsonText` inside it is written as the text it came in, byte for byte. */
export function writeJson(tree: unknown): string {
  for (let attempt = 0; ; attempt += 1) {
    const written = splice(tree, `\u0001json-text-${attempt}-`);
    if (written !== undefined) return written;
  }
}

/** `undefined` when the marker also occurs in the tree's own strings; the next attempt takes another. */
function splice(tree: unknown, marker: string): string | undefined {
  const texts: string[] = [];
  const written = JSON.stringify(tree, (_key, value: unknown) => {
    if (!(value instanceof JsonText)) return value;
    texts.push(value.raw);
    return marker;
  });
  if (texts.length === 0) return written;
  const pieces = written.split(JSON.stringify(marker));
  const markers = written.split(JSON.stringify(marker).slice(1, -1)).length - 1;
  if (markers !== texts.length || pieces.length - 1 !== texts.length) return undefined;
  return pieces.reduce((whole, piece, index) => `${whole}${texts[index - 1] ?? ''}${piece}`);
}
