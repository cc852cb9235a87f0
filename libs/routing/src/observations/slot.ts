import { outcomeOf, type AttemptEnd } from './attempt-end.js';
import { addHistogram, countDuration, type Histogram } from './histogram.js';

/** What is summed up of the ends in one slot. */
export const sumNames = [
  'count',
  'failed',
  'timedOut',
  'rejected',
  'outputTokens',
  /** While the tokens were written. */
  'writingMs',
  /** Of attempts that told both numbers, as is the next. */
  'inputTokens',
  'cachedInputTokens',
  'warmInputTokens',
  'warmCachedInputTokens',
  'queueWaitMs',
  'priced',
  'costNanoUsd',
] as const;

/** Those that count attempts: whole numbers. */
export const countNames = ['count', 'failed', 'timedOut', 'rejected', 'priced'] as const satisfies readonly SumName[];

type SumName = (typeof sumNames)[number];

/** What a target did in ten seconds. Slots add up: those of several replicas, and those of a window. */
export interface Slot {
  readonly sums: Readonly<Record<SumName, number>>;
  readonly latency: Histogram;
  readonly firstToken: Histogram;
}

/** A slot that is being filled. */
export interface OpenSlot extends Slot {
  readonly sums: Record<SumName, number>;
  readonly latency: number[];
  readonly firstToken: number[];
}

/** Nothing has ended in it yet. */
export function emptySlot(): OpenSlot {
  // Every name has its sum, as fromEntries cannot say.
  const sums = Object.fromEntries(sumNames.map((name) => [name, 0])) as OpenSlot['sums'];
  return { sums, latency: [], firstToken: [] };
}

/** Adds what one slot says to another. */
export function addSlot(into: OpenSlot, from: Slot): void {
  for (const name of sumNames) into.sums[name] += from.sums[name];
  addHistogram(into.latency, from.latency);
  addHistogram(into.firstToken, from.firstToken);
}

/** Adds an attempt that has ended, and that says something of its target. */
export function addEnd(slot: OpenSlot, end: AttemptEnd): void {
  const outcome = outcomeOf(end.errorClass);
  const { sums } = slot;
  sums.count += 1;
  sums.queueWaitMs += end.queueWaitMs;
  if (outcome === 'failed' || outcome === 'timed-out') sums.failed += 1;
  if (outcome === 'timed-out') sums.timedOut += 1;
  if (outcome === 'rejected') sums.rejected += 1;
  if (outcome === 'served') addServed(slot, end);
}

function addServed({ sums, latency, firstToken }: OpenSlot, end: AttemptEnd): void {
  countDuration(latency, end.latencyMs);
  if (end.firstTokenMs !== undefined) countDuration(firstToken, end.firstTokenMs);
  if (end.outputTokens !== undefined) {
    sums.outputTokens += end.outputTokens;
    sums.writingMs += Math.max(0, end.latencyMs - (end.firstTokenMs ?? 0));
  }
  if (end.costNanoUsd !== undefined) {
    sums.priced += 1;
    sums.costNanoUsd += Number(end.costNanoUsd);
  }
  addCache(sums, end);
}

function addCache(sums: OpenSlot['sums'], { inputTokens, cachedInputTokens, isWarm }: AttemptEnd): void {
  if (inputTokens === undefined || cachedInputTokens === undefined) return;
  sums.inputTokens += inputTokens;
  sums.cachedInputTokens += cachedInputTokens;
  if (!isWarm) return;
  sums.warmInputTokens += inputTokens;
  sums.warmCachedInputTokens += cachedInputTokens;
}
