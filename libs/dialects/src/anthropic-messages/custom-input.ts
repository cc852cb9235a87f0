import { isRecord, stringOf } from '../json/guards.js';

const opening = /^\s*\{\s*"input"\s*:\s*"/;

/** Reads free text out of the arguments `{"input": "…"}` that a custom tool is called with as a function. */
export interface CustomInput {
  /** The free text that is certain after one more piece of the arguments. */
  push(json: string): string;
  /** What is left at the end: the arguments themselves when they were something else. */
  end(): string;
}

/** Incremental, so that a patch is shown while it is written. */
export function openCustomInput(): CustomInput {
  let held = '';
  let inside = false;
  let closed = false;
  return {
    push(json) {
      if (closed) return '';
      held += json;
      if (!inside) {
        const found = opening.exec(held);
        if (found === null) return '';
        inside = true;
        held = held.slice(found[0].length);
      }
      const length = certainLength(held);
      const text = decode(held.slice(0, length));
      closed = held[length] === '"';
      held = held.slice(length);
      return text;
    },
    end: () => (inside ? '' : wholeInput(held)),
  };
}

/** How much of a JSON string's inside can be decoded now: up to its closing quote or an unfinished escape. */
function certainLength(text: string): number {
  let at = 0;
  while (at < text.length && text[at] !== '"') {
    const width = text[at] !== '\\' ? 1 : text[at + 1] === 'u' ? 6 : 2;
    if (at + width > text.length || awaitsItsPair(text, at)) return at;
    at += width;
  }
  return at;
}

/** An escaped high surrogate whose low one may still come. */
function awaitsItsPair(text: string, at: number): boolean {
  return text.length < at + 12 && /^\\u[dD][89abAB]/.test(text.slice(at, at + 4)) && !text.includes('"', at + 6);
}

function decode(inside: string): string {
  try {
    return String(JSON.parse(`"${inside}"`));
  } catch {
    // Not a JSON string after all, so it is taken for the text itself.
    return inside;
  }
}

function wholeInput(json: string): string {
  try {
    const parsed: unknown = JSON.parse(json);
    if (!isRecord(parsed)) return json;
    return stringOf(parsed['input']) ?? (Object.keys(parsed).length === 0 ? '' : json);
  } catch {
    // The arguments were cut, or are no JSON: the text is all there is.
    return json;
  }
}
