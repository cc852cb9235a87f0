const lineFeed = 10;
const carriageReturn = 13;
const colon = 58;
const space = 32;
const byteOrderMark = 0xef;

const decoder = new TextDecoder();

/** The data of a whole frame, several `data:` lines joined with a line feed; `undefined` when it has none. */
export function dataOf(frame: Uint8Array): string | undefined {
  let data: string | undefined;
  let lineStart = frame[0] === byteOrderMark ? 3 : 0;
  while (lineStart < frame.length) {
    const found = frame.indexOf(lineFeed, lineStart);
    const next = found === -1 ? frame.length : found;
    const value = dataLine(frame, lineStart, frame[next - 1] === carriageReturn ? next - 1 : next);
    if (value !== undefined) data = data === undefined ? value : `${data}\n${value}`;
    lineStart = next + 1;
  }
  return data;
}

/** Whether the ASCII text occurs in the bytes; no decoding. */
export function includesAscii(frame: Uint8Array, needle: string): boolean {
  const first = needle.charCodeAt(0);
  const last = frame.length - needle.length;
  for (let at = 0; at <= last; at += 1) {
    if (frame[at] === first && startsAt(frame, at, needle)) return true;
  }
  return false;
}

function dataLine(frame: Uint8Array, start: number, end: number): string | undefined {
  if (!startsAt(frame, start, 'data')) return undefined;
  const behind = start + 4;
  if (behind >= end) return behind === end ? '' : undefined;
  if (frame[behind] !== colon) return undefined;
  const valueStart = frame[behind + 1] === space ? behind + 2 : behind + 1;
  return decoder.decode(frame.subarray(valueStart, end));
}

function startsAt(frame: Uint8Array, at: number, text: string): boolean {
  for (let offset = 0; offset < text.length; offset += 1) {
    if (frame[at + offset] !== text.charCodeAt(offset)) return false;
  }
  return true;
}
