/**
 * Durations counted in buckets that grow by a twentieth: a quantile is within 2.5 % of the true one. Counts may be shares, and
 * what was counted can be moved to later; the histograms of observations are whole counts, made small for replicas to tell.
 */
export interface Durations {
  add(durationMs: number, count?: number): void;
  /** Adds another's counts, spread so that they weigh `count` together, each `laterMs` later. */
  addAll(other: Durations, count: number, laterMs?: number): void;
  /** How often each bucket was counted, and all of them. */
  readonly counts: Readonly<Float64Array>;
  count(): number;
  /** `undefined` when nothing was counted. */
  quantile(share: number): number | undefined;
}

const growth = 1.05;
const longestMs = 24 * 3_600_000;
const bucketCount = Math.ceil(Math.log(longestMs) / Math.log(growth)) + 1;

/** What a duration of each bucket is taken for. */
const middles: readonly number[] = Array.from({ length: bucketCount }, (_, bucket) => growth ** bucket);

/** Nothing counted yet. */
export function countDurations(): Durations {
  const counts = new Float64Array(bucketCount);
  let total = 0;
  const add = (durationMs: number, count = 1): void => {
    const bucket = bucketOf(durationMs);
    counts[bucket] = (counts[bucket] ?? 0) + count;
    total += count;
  };
  return {
    add,
    addAll(other, count, laterMs = 0) {
      const whole = other.count();
      for (const [bucket, middle] of middles.entries()) {
        const part = other.counts[bucket] ?? 0;
        if (part > 0) add(middle + laterMs, (part / whole) * count);
      }
    },
    counts,
    count: () => total,
    quantile(share) {
      let left = share * total;
      const bucket = counts.findIndex((count) => count > 0 && (left -= count) <= 0);
      return middles[bucket >= 0 ? bucket : counts.findLastIndex((count) => count > 0)];
    },
  };
}

function bucketOf(durationMs: number): number {
  return durationMs <= 1 ? 0 : Math.min(bucketCount - 1, Math.round(Math.log(durationMs) / Math.log(growth)));
}
