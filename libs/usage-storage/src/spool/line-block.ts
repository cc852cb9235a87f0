const lineFeed = 0x0a;
const comma = 0x2c;
const openingBracket = 0x5b;
const closingBracket = 0x5d;

/**
 * Whole lines out of a spool, with one spare byte before the first, so that they become a JSON array where they
 * stand. Line `n` ends before `ends[n]`, where its line feed is, or what `toJsonArray` put in its place.
 */
export interface LineBlock {
  readonly buffer: Buffer;
  /** Where the first line starts in `buffer`: 1 or more. */
  readonly start: number;
  readonly ends: readonly number[];
}

/** Finds up to `maxLines` whole lines in `buffer` after its spare first byte; one without its line feed is not whole. */
export function cutLines(buffer: Buffer, maxLines: number): LineBlock {
  const ends: number[] = [];
  for (
    let end = buffer.indexOf(lineFeed, 1);
    end > 0 && ends.length < maxLines;
    end = buffer.indexOf(lineFeed, end + 1)
  ) {
    ends.push(end);
  }
  return { buffer, start: 1, ends };
}

/** How many bytes the lines take in the spool. */
export function sizeOf(block: LineBlock): number {
  return (block.ends.at(-1) ?? block.start - 1) + 1 - block.start;
}

/** Lines `from` up to but not including `to`. */
export function sliceLines(block: LineBlock, from: number, to: number): LineBlock {
  const start = from === 0 ? block.start : (block.ends[from - 1] ?? 0) + 1;
  return { buffer: block.buffer, start, ends: block.ends.slice(from, to) };
}

/** The text of each line, without its end. */
export function linesOf(block: LineBlock): readonly string[] {
  return block.ends.map((end, index) => {
    const start = index === 0 ? block.start : (block.ends[index - 1] ?? 0) + 1;
    return block.buffer.toString('utf8', start, end);
  });
}

/** The lines as the text of one JSON array, made in place: megabytes a second need no copies. */
export function toJsonArray({ buffer, start, ends }: LineBlock): Buffer {
  const last = ends.at(-1) ?? start;
  buffer[start - 1] = openingBracket;
  for (const end of ends) buffer[end] = comma;
  buffer[last] = closingBracket;
  return buffer.subarray(start - 1, last + 1);
}

/** Makes a block of lines of text. */
export function blockOf(lines: readonly string[]): LineBlock {
  return cutLines(Buffer.from(` ${lines.map((line) => `${line}\n`).join('')}`), lines.length);
}

/** Keeps the lines that are whole JSON objects: after a power cut a file may hold anything. */
export function keepSoundLines(block: LineBlock): LineBlock {
  const lines = linesOf(block);
  const sound = lines.filter(isSound);
  return sound.length === lines.length ? block : blockOf(sound);
}

function isSound(line: string): boolean {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
