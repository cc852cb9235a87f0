import type { Observed } from '@smart-router/core';
import { countsOf, quantileOf } from './histogram.js';
import { sumNames, type Slot } from './slot.js';

/** What the slots of a window say together; `undefined` when nothing ended in them. */
export function summarise(slots: readonly Slot[]): Observed | undefined {
  const sum = sumUp(slots);
  if (sum.count === 0) return undefined;
  const latency = countsOf(slots.map((slot) => slot.latency));
  const firstToken = countsOf(slots.map((slot) => slot.firstToken));
  return {
    count: sum.count,
    errorRate: sum.failed / sum.count,
    timeoutRate: sum.timedOut / sum.count,
    rejectionRate: sum.rejected / sum.count,
    latencyP50Ms: quantileOf(latency, 0.5),
    latencyP95Ms: quantileOf(latency, 0.95),
    firstTokenP50Ms: quantileOf(firstToken, 0.5),
    firstTokenP95Ms: quantileOf(firstToken, 0.95),
    outputTokensPerSec: ratio(sum.outputTokens * msPerSecond, sum.writingMs),
    cachedInputShare: ratio(sum.cachedInputTokens, sum.inputTokens),
    warmCachedInputShare: ratio(sum.warmCachedInputTokens, sum.warmInputTokens),
    queueWaitMs: sum.queueWaitMs / sum.count,
    costNanoUsd: ratio(sum.costNanoUsd, sum.priced),
  };
}

/** One name after the other: three times as fast as all names of one slot after the other, and a window has many slots. */
function sumUp(slots: readonly Slot[]): Slot['sums'] {
  const totals = sumNames.map((name) => {
    let total = 0;
    for (const { sums } of slots) total += sums[name];
    return [name, total] as const;
  });
  return Object.fromEntries(totals) as Slot['sums']; // every name has its sum, as fromEntries cannot say
}

const msPerSecond = 1_000;

function ratio(part: number, whole: number): number | undefined {
  return whole > 0 ? part / whole : undefined;
}
