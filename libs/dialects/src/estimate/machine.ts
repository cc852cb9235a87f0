import { pairWeights, stateWeights } from './weights.js';
import { runName, allStates, type State } from './states.js';
import { groupNames, groupOfSymbol, symbolNames, symbolOfAscii } from './symbols.js';

/** Weights are integers, so that the sum is the same in any order. */
export const unitsPerToken = 1024;

/** Room for the groups of a state, as a shift. */
export const groupShift = 4;

/** Room for the symbols after a symbol, as a shift. */
export const symbolShift = 7;

/** Low bits of a cell are where the cells of the next state begin, the others what going there weighs. */
export const cellShift = 14;

const { states, next } = allStates();

/** By state and group: the next state, and the units going there weighs. */
export const cells = Int32Array.from({ length: states.length << groupShift }, (_unused, index) => {
  const to = next[index >> groupShift]?.[index & ((1 << groupShift) - 1)] ?? 0;
  return (weightOfState(states[to]) << cellShift) | (to << groupShift);
});

/** By symbol and symbol after it: the units the pair adds. */
export const pairs = Uint16Array.from({ length: 1 << (2 * symbolShift) }, (_unused, index) => {
  const [before, after] = [symbolNames[index >> symbolShift], index & ((1 << symbolShift) - 1)];
  return before === undefined ? 0 : (pairWeights[before]?.[after] ?? 0);
});

/** Stands for a byte that is no character by itself. */
export const notPlain = 0xffff;

/** The symbol and the group of every byte that is a character by itself in JSON text. */
export const plainOfByte = Uint16Array.from({ length: 256 }, (_unused, byte) => {
  const kind = byte === 0x5c ? undefined : symbolOfAscii[byte];
  return kind === undefined ? notPlain : withGroup(kind);
});

if (groupNames.length > 1 << groupShift || states.length << groupShift > 1 << cellShift)
  throw new Error('the tables are too narrow');

/** A symbol together with its group. */
export function withGroup(kind: number): number {
  return (kind << groupShift) | (groupOfSymbol[kind] ?? 0);
}

function weightOfState(state: State | undefined): number {
  return state === undefined ? 0 : (stateWeights[runName(state)]?.[state.length - 1] ?? 0);
}
