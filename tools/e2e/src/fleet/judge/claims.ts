import { prices } from '../fleet-config.js';
import type { Measure } from '../guard.js';
import type { Case } from './cases.js';
import type { Claim } from './claim.js';
import type { Span } from './most-at-once.js';

/** The clocks of the processes here are one clock, read in whole milliseconds. */
const grainMs = 1;

/** The amount of a request by each measure, as set aside, and the least that is left of it once it is settled. */
const measures: Readonly<
  Record<Measure, { reserved(one: Case): number; used(one: Case): number; readonly settled: 'kept' | 'replaced' }>
> = {
  requests: { reserved: () => 1, used: () => 1, settled: 'kept' },
  inputTokens: { reserved: inputOf, used: inputOf, settled: 'kept' },
  outputTokens: { reserved: ({ seen }) => seen.outputCap, used: ({ seen }) => seen.outputCap, settled: 'kept' },
  totalTokens: { reserved: totalOf, used: ({ rows }) => rows[0]?.usedTokens ?? 0, settled: 'replaced' },
  costNanoUsd: {
    reserved: (one) =>
      1000 * (inputOf(one) * prices.inputPerMillionUsd + one.seen.outputCap * prices.outputPerMillionUsd),
    used: ({ rows }) => rows[0]?.costNanoUsd ?? 0,
    settled: 'replaced',
  },
};

function inputOf({ rows }: Case): number {
  return rows[0]?.estimatedInputTokens ?? 0;
}

function totalOf(one: Case): number {
  return inputOf(one) + one.seen.outputCap;
}

/**
 * What is certain of an admitted request. It was admitted after it was sent and before the provider saw it, or before
 * its caller heard the end of it; it was settled after the provider sent the last of it, or its caller left, or its
 * replica was killed.
 */
export function claimOf(one: Case, measure: Measure, at: 'caller' | 'upstream'): Claim {
  const { seen, arrivals } = one;
  const reserved = measures[measure].reserved(one);
  const used = Math.min(reserved, measures[measure].used(one));
  return {
    earliestMs: seen.sentAtMs - grainMs,
    latestMs: Math.min(heardAtMs(one), arrivals[0]?.atMs ?? Infinity) + grainMs,
    reserved,
    // Buckets give nothing back; whoever lost its row may have used nothing.
    settled: at === 'upstream' || measures[measure].settled === 'kept' ? reserved : used,
    heldUntilMs: heldUntil(one),
  };
}

/** Who leaves without having heard anything may be let in after that: what it sent is still on its way. */
function heardAtMs({ seen }: Case): number {
  return seen.status === undefined ? Infinity : seen.endedAtMs;
}

/** The most a request may have counted: for the question whether a refusal can be right. */
export function mostOf(one: Case, measure: Measure): number {
  return Math.max(measures[measure].reserved(one), measures[measure].used(one));
}

/** While an admitted request was certainly under way. */
export function spanOf(one: Case): Span {
  const [first] = one.arrivals;
  return first === undefined ? { fromMs: 0, untilMs: 0 } : { fromMs: first.atMs + grainMs, untilMs: heldUntil(one) };
}

function heldUntil({ seen, arrivals, killedAtMs = Infinity }: Case): number {
  const last = arrivals.at(-1);
  if (last === undefined) return -Infinity;
  return Math.min(last.lastSentAtMs ?? last.atMs, seen.leftAtMs ?? Infinity, killedAtMs) - grainMs;
}
