import { kindInRun, runAfter } from './known-runs.js';
import { cells, cellShift, groupShift, notPlain, pairs, plainOfByte, symbolShift, withGroup } from './machine.js';
import { codeAt, widthAt } from './read-character.js';
import { symbol } from './symbols.js';

const groupMask = (1 << groupShift) - 1;
const placeMask = (1 << cellShift) - 1;

/** The units of a region of JSON text, escapes read as what they stand for. One pass, no allocation. */
export function weighText(bytes: Uint8Array, start: number, end: number): number {
  // Tables in variables of the function are looked up twice as fast.
  const [toNext, ofPair, plain] = [cells, pairs, plainOfByte];
  let total = 0;
  let state = 0;
  let before = symbol.newline << symbolShift;
  let run = 0;
  let at = start;
  while (at < end) {
    // `at` and what follows from a byte are within their tables, here and below
    let both = plain[bytes[at] as number] as number;
    if (both === notPlain) {
      const code = codeAt(bytes, at);
      at += widthAt(bytes, at);
      run = runAfter(run, code);
      both = withGroup(kindInRun(code, run));
    } else {
      at += 1;
      run = 0;
    }
    // This character, and all that follow up to the next that is no byte: a loop of its own is a quarter faster.
    for (;;) {
      const cell = toNext[state | (both & groupMask)] as number;
      total += (cell >> cellShift) + (ofPair[before | (both >> groupShift)] as number);
      state = cell & placeMask;
      before = (both >> groupShift) << symbolShift;
      if (at >= end) break;
      both = plain[bytes[at] as number] as number;
      if (both === notPlain) break;
      at += 1;
      run = 0;
    }
  }
  return total;
}
