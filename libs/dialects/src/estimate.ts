/** How tokens are estimated; the version changes whenever the same text may get another number. */
export const estimateMethod = { name: 'class-weighted', version: 1 } as const;

/** Tokens a piece of media is counted as, whatever its size: providers bill by pixels or pages we do not look at. */
export const mediaTokens = { image: 1100, file: 3000, audio: 1500, video: 5000 } as const;

/** Weights are in 64ths of a token, so that the sum stays an integer. */
const unitsPerToken = 64;

/** By class of byte, fitted to common tokenizers over English prose, code, JSON and other scripts. */
const units = { letter: 16, digit: 24, space: 6, lineBreak: 16, punctuation: 32, multiByte: 22 } as const;

const unitsOfByte = Uint8Array.from({ length: 256 }, (_unused, byte) => classify(byte));

/** Regions up to this many bytes are read whole. */
const wholeBytes = 16_384;

/** Of larger ones a window in every stretch is read: an agent's body of 100 KB would cost a tenth of a millisecond. */
const windowBytes = 256;
const stretchBytes = 2048;

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
  for (let at = start; at < end; at += 1) total += unitsOfByte[bytes[at] ?? 0] ?? 0;
  return total;
}

function classify(byte: number): number {
  if (byte >= 128) return units.multiByte;
  if (byte === 32) return units.space;
  if (byte < 32) return units.lineBreak;
  if (byte >= 48 && byte <= 57) return units.digit;
  const lower = byte | 32;
  return lower >= 97 && lower <= 122 ? units.letter : units.punctuation;
}
