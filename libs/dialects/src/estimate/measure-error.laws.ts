import { readCountFacts } from '../anthropic-messages/facts.js';
import { readJson } from '../json/json-text.js';
import { corpusSamples, type Sample } from './corpus.laws.js';
import { referenceTokens } from './fit-weights.laws.js';

/** A passage and how far the estimate is from its tokens, as a share of them; below 0 is too few. */
export interface Measured extends Sample {
  readonly error: number;
}

/** How many passages of each kind are looked at; the first four make up the overall figures. */
export const measureSize = { prose: 160, code: 160, json: 160, cjk: 160, other: 120, noise: 60 } as const;

/** The kinds that the overall figures are of, each with the same weight. */
export const mainKinds: readonly string[] = ['prose', 'code', 'json', 'cjk'];

/** The errors on the half of the corpus that nothing was fitted to. */
export function measureErrors(): readonly Measured[] {
  return corpusSamples('test', measureSize).map((sample) => ({
    ...sample,
    error: estimateOf(sample.text) / referenceTokens(sample.text) - 1,
  }));
}

/** The count of a text as it arrives: the only message of a Messages body. */
export function estimateOf(text: string): number {
  const body = { model: 'group', messages: [{ role: 'user', content: text }] };
  const read = readJson(new TextEncoder().encode(JSON.stringify(body)), 64);
  const facts = read.ok ? readCountFacts(read.value) : read;
  if (!facts.ok) throw new Error(facts.fault.message);
  return facts.value.estimatedInputTokens;
}

/** The error that a share of the passages stays within. */
export function errorWithin(measured: readonly Measured[], share: number): number {
  const errors = measured.map(({ error }) => Math.abs(error)).toSorted((left, right) => left - right);
  return errors[Math.floor(errors.length * share)] ?? 0;
}
