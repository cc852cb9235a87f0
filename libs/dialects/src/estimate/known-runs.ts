import { knownBits } from './known-bits.js';
import { symbol } from './symbols.js';
import { symbolOfWide } from './wide-symbols.js';

/** Bits of the filter, as a power of two. */
export const filterBits = 17;

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const mask = (1 << filterBits) - 1;
const filter = decodeBits(knownBits);

/** The place of a run of characters in the filter, from that of the run before its last one; 0 for none before. */
export function extendRun(run: number, code: number): number {
  const mixed = Math.imul(run ^ Math.imul(code, 0x9e3779b1), 0x85ebca6b);
  return ((mixed ^ (mixed >>> 15)) & mask) | (1 << filterBits);
}

/** Set in a run that is one token with the characters before. */
const joinedBit = 1 << (filterBits + 1);

/** The run after one more character: what was read of its token, in the scripts that have runs; 0 in all others. */
export function runAfter(run: number, code: number): number {
  const kind = symbolOfWide(code);
  if (kind !== symbol.hanRare && kind !== symbol.kanaRare && kind !== symbol.hangulRare) return 0;
  const longer = run === 0 ? 0 : extendRun(run & ~joinedBit, code);
  return longer !== 0 && isKnown(longer) ? longer | joinedBit : extendRun(0, code);
}

/** The symbol of a character, by the run it is the last one of. */
export function kindInRun(code: number, run: number): number {
  const kind = symbolOfWide(code);
  if (run === 0) return kind;
  if ((run & joinedBit) !== 0) return kind === symbol.hangulRare ? symbol.hangulJoined : symbol.cjkJoined;
  if (!isKnown(run)) return kind;
  if (kind === symbol.hanRare) return symbol.hanKnown;
  return kind === symbol.kanaRare ? symbol.kanaKnown : symbol.hangulKnown;
}

/** Whether the tokenizer has a token for the run. A few that it has none for are taken for one. */
function isKnown(run: number): boolean {
  return ((filter[(run & mask) >> 3] ?? 0) & (1 << (run & 7))) !== 0;
}

function decodeBits(text: string): Uint8Array {
  const bytes = new Uint8Array((text.length * 6) >> 3);
  for (let at = 0; at < text.length; at += 1) {
    const bit = at * 6;
    const value = digits.indexOf(text.charAt(at)) << (10 - (bit & 7));
    bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) | (value >> 8);
    if ((bit >> 3) + 1 < bytes.length) bytes[(bit >> 3) + 1] = value & 255;
  }
  return bytes;
}
