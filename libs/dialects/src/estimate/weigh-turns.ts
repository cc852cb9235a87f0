import { skipSpace, skipString, skipValue } from '../json/scan-json.js';
import { unitsPerToken } from './machine.js';
import { weighText } from './weigh-text.js';
import { ruleOfKey } from './wire-keys.js';

const quote = 34;
const colon = 58;

/** A role or an id is shorter than this; whatever is longer counts as text, so that nothing hides there. */
const longestMarkBytes = 96;

/** Bytes of base64 that stand for about a token of sealed text. */
const sealedBytesPerToken = 6;

/** A conversation in a body, and the strings in it that are media and counted elsewhere. */
export interface Turns {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
  /** Where these strings begin, at their quote. */
  readonly media: ReadonlySet<number>;
}

/** The units of a conversation: its texts and what tools were given, without the syntax of the wire around them. */
export function weighTurns(turns: Turns): number {
  const { bytes, end } = turns;
  let total = 0;
  let at = turns.start;
  while (at < end) {
    if (bytes[at] !== quote) {
      at += 1;
      continue;
    }
    const close = skipString(bytes, at);
    const behind = skipSpace(bytes, close);
    if (bytes[behind] !== colon) {
      if (!turns.media.has(at)) total += weighText(bytes, at + 1, close - 1);
      at = close;
      continue;
    }
    const rule = ruleOfKey(bytes, at + 1, close - 1);
    const value = skipSpace(bytes, behind + 1);
    if (rule === undefined) total += weighText(bytes, at + 1, close - 1);
    at = rule === undefined || rule === 'text' || turns.media.has(value) ? value : skipValue(bytes, value);
    // A mark that is no string has texts of its own to look through.
    if (rule === 'mark' && bytes[value] !== quote) at = value;
    else if (at !== value) total += weighMember(bytes, value, { end: at, rule: rule ?? 'json' });
  }
  return total;
}

function weighMember(
  bytes: Uint8Array,
  start: number,
  { end, rule }: { readonly end: number; readonly rule: string },
): number {
  switch (rule) {
    case 'mark':
      return end - start > longestMarkBytes ? weighText(bytes, start, end) : 0;
    case 'proof':
      return 0;
    case 'sealed':
      return Math.ceil((end - start) / sealedBytesPerToken) * unitsPerToken;
    default:
      return weighText(bytes, start, end);
  }
}
