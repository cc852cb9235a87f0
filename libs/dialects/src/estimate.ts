import { classOfByte } from './estimate/byte-classes.js';
import { pairWeights } from './estimate/pair-weights.js';

/** How tokens are estimated; the version changes whenever the same text may get another number. */
export const estimateMethod = { name: 'class-weighted', version: 2 } as const;

/** Tokens a piece of media is counted as, whatever its size: providers bill by pixels or pages we do not look at. */
export const mediaTokens = { image: 1100, file: 3000, audio: 1500, video: 5000 } as const;

/** Weights are integers, so that the sum stays one. */
const unitsPerToken = 1024;

/** Regions up to this many bytes are read whole. */
const wholeBytes = 16_384;

/** Of larger ones a window in every stretch is read: an agent's body of 100 KB would cost a tenth of a millisecond. */
const windowBytes = 192;
const stretchBytes = 2048;

/** The first byte of all is read as if a blank stood before it. */
const blank = 32;

/** The units of every byte after every other: one look-up each, and none waits for the one before. */
const units = Uint16Array.from({ length: 65_536 }, (_unused, pair) => unitsOf(pair >> 8, pair & 255));

/** Estimates the tokens of a region of JSON text by its characters, in one pass; never less than 0. */
export function estimateTokens(bytes: Uint8Array, start: number, end: number): number {
  const length = end - start;
  if (length <= wholeBytes) return Math.ceil(weigh(bytes, start, end) / unitsPerToken);
  let total = 0;
  let read = 0;
  for (let at = start; at < end; at += stretchBytes) {
    const windowEnd = Math.min(at + windowBytes, end);
    total += weigh(bytes, at, windowEnd);
    read += windowEnd - at;
  }
  return Math.ceil((total * length) / (read * unitsPerToken));
}

function weigh(bytes: Uint8Array, start: number, end: number): number {
  let total = 0;
  let before = bytes[start - 1] ?? blank;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] ?? 0;
    total += units[(before << 8) | byte] ?? 0;
    before = byte;
  }
  return total;
}

function unitsOf(before: number, byte: number): number {
  return pairWeights[classOfByte[before] ?? 0]?.[classOfByte[byte] ?? 0] ?? 0;
}
