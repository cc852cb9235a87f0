import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { byteClasses, classBits, classOfByte } from './byte-classes.js';
import { estimateCorpus, type Sample } from './estimate-corpus.laws.js';

/** Units a token is worth in the table. */
const unitsPerToken = 1024;

/** The text as it stands in a body: as a string without its quotes, or as JSON of the body itself. */
export function bodyBytes({ kind, text }: Sample): Uint8Array {
  return new TextEncoder().encode(kind === 'body' ? text : JSON.stringify(text).slice(1, -1));
}

/** The reference: tokens of the text itself. Words of the tokenizer's own control are text like any other. */
export function referenceTokens({ text }: Sample): number {
  return countTokens(text, { disallowedSpecial: new Set() });
}

/** How often a text has each pair of classes, per token. */
type Row = ReadonlyMap<number, number>;

/** Units a pair is worth before anything is known of it. */
const guess = 0.25;

/** Fits the weight of every pair of classes on the fitting half: least squares of the relative error, none below 0. */
export function fitWeights(rounds: number, ridge: number): readonly (readonly number[])[] {
  const rows = estimateCorpus()
    .filter(({ half }) => half === 'fit')
    .map(rowOf);
  const weights = new Float64Array(1 << (2 * classBits)).fill(guess);
  const residuals = rows.map((row) => [...row.values()].reduce((sum, share) => sum + guess * share, -1));
  const pairs = [...new Set(rows.flatMap((row) => [...row.keys()]))].sort((left, right) => left - right);
  for (let round = 0; round < rounds; round += 1)
    for (const pair of pairs) descend({ rows, residuals, weights, ridge }, pair);
  return byteClasses.map((_before, before) =>
    byteClasses.map((_class, after) => Math.round((weights[(before << classBits) | after] ?? 0) * unitsPerToken)),
  );
}

interface Fit {
  readonly rows: readonly Row[];
  readonly residuals: number[];
  readonly weights: Float64Array;
  readonly ridge: number;
}

/** Moves one weight to where the error is least while all others stay; the ridge holds it near the guess. */
function descend({ rows, residuals, weights, ridge }: Fit, pair: number): void {
  const old = weights[pair] ?? 0;
  let slope = ridge * (old - guess);
  let bend = ridge;
  rows.forEach((row, index) => {
    const share = row.get(pair) ?? 0;
    slope += share * (residuals[index] ?? 0);
    bend += share * share;
  });
  const next = Math.max(0, old - slope / bend);
  weights[pair] = next;
  rows.forEach((row, index) => {
    residuals[index] = (residuals[index] ?? 0) + (next - old) * (row.get(pair) ?? 0);
  });
}

function rowOf(sample: Sample): Row {
  const tokens = referenceTokens(sample);
  const row = new Map<number, number>();
  let before = 5;
  for (const byte of bodyBytes(sample)) {
    const byteClass = classOfByte[byte] ?? 0;
    const pair = (before << classBits) | byteClass;
    row.set(pair, (row.get(pair) ?? 0) + 1 / tokens);
    before = byteClass;
  }
  return row;
}
