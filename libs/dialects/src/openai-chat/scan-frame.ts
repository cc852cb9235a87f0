import { includesAscii } from '../sse/frame.js';

const quote = 34;
const colon = 58;
const openBrace = 123;
const openBracket = 91;
const closeBracket = 93;
const letterE = 101;
const letterN = 110;

/** Keys of a chunk that a tap cares for. */
const flagOf = {
  usage: 'usage',
  finish_reason: 'finish',
  error: 'error',
  refusal: 'refusal',
  tool_calls: 'toolCalls',
} as const satisfies Readonly<Record<string, keyof FrameKeys>>;

type Key = keyof typeof flagOf;

/** By their first letters, which all differ. */
const keys: ReadonlyMap<number, Key> = new Map(
  // The keys of a literal are the keys of its type.
  (Object.keys(flagOf) as Key[]).map((key) => [key.charCodeAt(0), key]),
);

/** Which telling keys stand in a frame with a value that says something. */
export interface FrameKeys {
  readonly usage: boolean;
  readonly finish: boolean;
  /** Also when the frame is an `error` event. */
  readonly error: boolean;
  readonly refusal: boolean;
  readonly toolCalls: boolean;
}

/**
 * Looks for the keys in the bytes of a frame, without decoding or parsing it. Quotes inside texts are escaped, so a
 * text cannot look like a key.
 */
export function scanFrame(frame: Uint8Array): FrameKeys {
  const found = { usage: false, finish: false, error: isErrorEvent(frame), refusal: false, toolCalls: false };
  for (let at = frame.indexOf(quote); at !== -1; at = frame.indexOf(quote, at + 1)) {
    const key = keys.get(frame[at + 1] ?? 0);
    if (key === undefined || !isKey(frame, at, key)) continue;
    if (saysSomething(frame, at, key)) found[flagOf[key]] = true;
  }
  return found;
}

function isErrorEvent(frame: Uint8Array): boolean {
  return frame[0] === letterE && includesAscii(frame, 'error');
}

function isKey(frame: Uint8Array, at: number, key: string): boolean {
  for (let offset = 0; offset < key.length; offset += 1) {
    if (frame[at + 1 + offset] !== key.charCodeAt(offset)) return false;
  }
  return frame[at + 1 + key.length] === quote;
}

/** vLLM puts an empty `tool_calls` in every chunk, and has `error` as a value: `{"object":"error"}`. */
function saysSomething(frame: Uint8Array, at: number, key: Key): boolean {
  const behindKey = skipSpace(frame, at + key.length + 2);
  if (frame[behindKey] !== colon) return key === 'error';
  const valueStart = skipSpace(frame, behindKey + 1);
  const value = frame[valueStart];
  if (key === 'tool_calls') return value === openBracket && frame[skipSpace(frame, valueStart + 1)] !== closeBracket;
  if (key === 'error') return value !== letterN;
  return value === (key === 'usage' ? openBrace : quote);
}

function skipSpace(frame: Uint8Array, from: number): number {
  let at = from;
  while (frame[at] === 32 || frame[at] === 9) at += 1;
  return at;
}
