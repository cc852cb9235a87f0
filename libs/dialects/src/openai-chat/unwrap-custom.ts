import { isRecord } from '../json/guards.js';

/** Incremental: pieces of `{"input":"…"}` in, pieces of the text inside out. */
export interface CustomUnwrapper {
  push(text: string): string;
  /** What was held; all of it, as it came, when it never had that form. */
  end(): string;
}

const head = /^\s*\{\s*"input"\s*:\s*"/;

/** Restores the free text of a custom tool from the function arguments it travelled in, while they stream. */
export function openCustomUnwrapper(): CustomUnwrapper {
  let held = '';
  let state: 'head' | 'inside' | 'done' = 'head';
  return {
    push(text) {
      if (state === 'done') return '';
      held += text;
      const start = state === 'head' ? head.exec(held) : null;
      if (start !== null) {
        held = held.slice(start[0].length);
        state = 'inside';
      }
      if (state === 'head') return '';
      const end = wholeCharacters(held);
      const inside = held.slice(0, end);
      if (held[end] === '"') state = 'done';
      held = held.slice(end);
      return decode(inside);
    },
    end: () => (state === 'head' ? unwrapWhole(held) : ''),
  };
}

/** How much of the rest of a JSON string can be decoded: up to its closing quote or a cut escape. */
function wholeCharacters(text: string): number {
  let at = 0;
  while (at < text.length && text[at] !== '"') {
    const length = text[at] !== '\\' ? 1 : text[at + 1] === 'u' ? 6 : 2;
    if (at + length > text.length) break;
    at += length;
  }
  return at;
}

function decode(inside: string): string {
  try {
    return String(JSON.parse(`"${inside}"`));
  } catch {
    // Not valid inside a JSON string, e.g. a raw line break: the model meant the characters as they are.
    return inside;
  }
}

function unwrapWhole(text: string): string {
  try {
    const parsed: unknown = JSON.parse(text);
    return isRecord(parsed) && typeof parsed['input'] === 'string' ? parsed['input'] : text;
  } catch {
    // Free text without the wrapping is what the tool takes anyway.
    return text;
  }
}
