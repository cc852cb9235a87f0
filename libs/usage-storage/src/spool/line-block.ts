const lineFeed = 0x0a;
const comma = 0x2c;

/** Whole lines out of a spool; line `n` ends at the line feed `ends[n]`. */
export interface LineBlock {
  readonly bytes: Buffer;
  readonly ends: readonly number[];
}

/** Finds up to `maxLines` whole lines at the start of a buffer; a line without its line feed is not one. */
export function cutLines(bytes: Buffer, maxLines: number): LineBlock {
  const ends: number[] = [];
  for (let end = bytes.indexOf(lineFeed); end >= 0 && ends.length < maxLines; end = bytes.indexOf(lineFeed, end + 1)) {
    ends.push(end);
  }
  return { bytes: bytes.subarray(0, (ends.at(-1) ?? -1) + 1), ends };
}

/** Lines `from` up to but not including `to`. */
export function sliceLines(block: LineBlock, from: number, to: number): LineBlock {
  const start = from === 0 ? 0 : (block.ends[from - 1] ?? 0) + 1;
  const ends = block.ends.slice(from, to);
  return { bytes: block.bytes.subarray(start, (ends.at(-1) ?? start - 1) + 1), ends: ends.map((end) => end - start) };
}

/** The lines as the text of one JSON array. */
export function toJsonArray(block: LineBlock): Buffer {
  const text = Buffer.allocUnsafe(block.bytes.length + 1);
  text[0] = 0x5b; // [
  block.bytes.copy(text, 1);
  for (const end of block.ends) text[end + 1] = comma;
  text[text.length - 1] = 0x5d; // ] in the place of the last line feed
  return text;
}

/** Keeps the lines that are whole JSON objects: after a power cut a file may hold anything. */
export function keepSoundLines(block: LineBlock): LineBlock {
  const sound = block.ends.map((_end, index) => sliceLines(block, index, index + 1)).filter(isSound);
  if (sound.length === block.ends.length) return block;
  return cutLines(Buffer.concat(sound.map((line) => line.bytes)), sound.length);
}

function isSound(line: LineBlock): boolean {
  try {
    const value: unknown = JSON.parse(line.bytes.toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
