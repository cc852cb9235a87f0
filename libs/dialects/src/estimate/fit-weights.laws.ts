import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import type { Sample } from './corpus.laws.js';
import { kindInRun, runAfter } from './known-runs.js';
import { cells, cellShift, groupShift, symbolShift, unitsPerToken } from './machine.js';
import { codeAt, widthAt } from './read-character.js';
import { allStates, runName } from './states.js';
import { groupOfSymbol, symbol, symbolNames } from './symbols.js';

/** The reference: tokens of the text itself. Words of the tokenizer's own control are text like any other. */
export function referenceTokens(text: string): number {
  return countTokens(text, { disallowedSpecial: new Set() });
}

/** How often a text goes to each state and has each pair of symbols, per token. Pairs come after the states. */
type Row = ReadonlyMap<number, number>;

/** Pairs are numbered from here on. */
export const stateCount = 1 << (cellShift - groupShift);

/** The features of a text: what `weighText` would add up, counted instead. */
export function featuresOf(text: string): Map<number, number> {
  const bytes = new TextEncoder().encode(JSON.stringify(text).slice(1, -1));
  const counts = new Map<number, number>();
  const count = (feature: number): void => void counts.set(feature, (counts.get(feature) ?? 0) + 1);
  let [state, before, run] = [0, symbol.newline, 0];
  for (let at = 0; at < bytes.length;) {
    const plain = (bytes[at] ?? 0) < 128 && bytes[at] !== 92;
    const code = plain ? (bytes[at] ?? 0) : codeAt(bytes, at);
    at += plain ? 1 : widthAt(bytes, at);
    run = plain ? 0 : runAfter(run, code);
    const kind = kindInRun(code, run);
    state = ((cells[(state << groupShift) | (groupOfSymbol[kind] ?? 0)] ?? 0) >> groupShift) & (stateCount - 1);
    count(state);
    count(stateCount + ((before << symbolShift) | kind));
    before = kind;
  }
  return counts;
}

/** How weights are looked for. */
export interface FitOptions {
  readonly rounds: number;
  /** How strongly weights are held to plain sense: of a state, and of a pair. */
  readonly stateRidge: number;
  readonly pairRidge: number;
}

/** Weights by feature: least squares of the relative error over the samples, none below its floor. */
export function fitWeights(samples: readonly Sample[], options: FitOptions): ReadonlyMap<number, number> {
  const rows = samples.map(({ text }) => {
    const tokens = referenceTokens(text);
    return new Map([...featuresOf(text)].map(([feature, count]) => [feature, count / tokens] as const));
  });
  const columns = columnsOf(rows);
  const weights = new Map([...columns.keys()].map((feature) => [feature, senseOf(feature)]));
  const residuals = Float64Array.from(rows, (row) =>
    [...row].reduce((sum, [feature, share]) => sum + share * (weights.get(feature) ?? 0), -1),
  );
  for (let round = 0; round < options.rounds; round += 1) {
    for (const [feature, column] of columns) {
      const ridge = feature < stateCount ? options.stateRidge : options.pairRidge;
      const old = weights.get(feature) ?? 0;
      let slope = ridge * (old - senseOf(feature));
      let bend = ridge;
      for (let at = 0; at < column.rows.length; at += 1) {
        const share = column.shares[at] ?? 0;
        slope += share * (residuals[column.rows[at] ?? 0] ?? 0);
        bend += share * share;
      }
      const next = Math.max(floorOf(feature), old - slope / bend);
      if (next === old) continue;
      weights.set(feature, next);
      for (let at = 0; at < column.rows.length; at += 1) {
        const row = column.rows[at] ?? 0;
        residuals[row] = (residuals[row] ?? 0) + (next - old) * (column.shares[at] ?? 0);
      }
    }
  }
  return weights;
}

interface Column {
  readonly rows: Int32Array;
  readonly shares: Float64Array;
}

function columnsOf(rows: readonly Row[]): ReadonlyMap<number, Column> {
  const gathered = new Map<number, { rows: number[]; shares: number[] }>();
  rows.forEach((row, index) => {
    for (const [feature, share] of row) {
      const column = gathered.get(feature) ?? { rows: [], shares: [] };
      gathered.set(feature, column);
      column.rows.push(index);
      column.shares.push(share);
    }
  });
  return new Map(
    [...gathered].map(([feature, column]) => [
      feature,
      { rows: Int32Array.from(column.rows), shares: Float64Array.from(column.shares) },
    ]),
  );
}

const { states } = allStates();

/** What a state weighs as far as one knows without looking: a token to begin a run, a fraction to go on. */
function senseOf(feature: number): number {
  const state = states[feature];
  if (feature >= stateCount || state === undefined) return 0;
  const { run, length } = state;
  if (run === 'space') return length === 2 ? 0.5 : 0.05;
  if (run === 'title') return 0.1;
  if (run === 'digit') return length === 1 ? 0.8 : 0.05;
  if (run === 'emoji') return 1.2;
  if (run === 'cjk') return 0.5;
  if (length === 1) return 0.8;
  return ['lower', 'upper'].includes(run) ? 0.15 : 0.4;
}

/** Runs without end never come for free. */
function floorOf(feature: number): number {
  const state = states[feature];
  if (feature >= stateCount || state === undefined) return 0;
  if (state.run === 'space' || state.run === 'newline') return 1 / 64;
  return state.length >= 4 && state.run !== 'digit' ? 1 / 16 : 0;
}

/** The weights as the tables of `weights.ts`. */
export function tablesOf(weights: ReadonlyMap<number, number>): {
  readonly stateWeights: Record<string, number[]>;
  readonly pairWeights: Record<string, number[]>;
} {
  const units = (feature: number): number => Math.round((weights.get(feature) ?? senseOf(feature)) * unitsPerToken);
  const stateWeights: Record<string, number[]> = {};
  states.forEach((state, index) => {
    (stateWeights[runName(state)] ??= [])[state.length - 1] = units(index);
  });
  const pairWeights = Object.fromEntries(
    symbolNames.map((before, row) => {
      const list = symbolNames.map((_after, column) => units(stateCount + ((row << symbolShift) | column)));
      return [before, list.slice(0, list.findLastIndex((value) => value !== 0) + 1)];
    }),
  );
  return { stateWeights, pairWeights };
}
