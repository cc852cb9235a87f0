/**
 * Counts of durations in buckets whose bounds grow by a constant factor, so that a quantile is within 5 % of the true one,
 * from a millisecond to over an hour. Pairs of a bucket and its count, in no order: a few dozen numbers.
 */
export type Histogram = readonly number[];

/** A quantile is at most so much off, as a share of itself. */
export const relativeError = 0.05;

const growth = (1 + relativeError) / (1 - relativeError);

/** Bucket 0 is up to a millisecond; the last has all from over an hour on. */
export const bucketCount = 153;

/** The bucket a duration falls into. */
export function bucketOf(durationMs: number): number {
  if (!(durationMs > 1)) return 0;
  return Math.min(bucketCount - 1, Math.ceil(Math.log(durationMs) / Math.log(growth)));
}

/** Counts a duration in a histogram that is being made. */
export function countDuration(histogram: number[], durationMs: number): void {
  addCount(histogram, bucketOf(durationMs), 1);
}

/** Adds all counts of one histogram to another. */
export function addHistogram(into: number[], from: Histogram): void {
  for (let index = 0; index < from.length; index += 2) addCount(into, from[index] ?? 0, from[index + 1] ?? 0);
}

function addCount(histogram: number[], bucket: number, count: number): void {
  for (let index = 0; index < histogram.length; index += 2) {
    if (histogram[index] !== bucket) continue;
    histogram[index + 1] = (histogram[index + 1] ?? 0) + count;
    return;
  }
  histogram.push(bucket, count);
}

/** How often each bucket was counted in all of them. */
export function countsOf(histograms: Iterable<Histogram>): readonly number[] {
  const counts = new Array<number>(bucketCount).fill(0);
  for (const histogram of histograms) {
    for (let index = 0; index < histogram.length; index += 2) {
      const bucket = histogram[index] ?? 0;
      counts[bucket] = (counts[bucket] ?? 0) + (histogram[index + 1] ?? 0);
    }
  }
  return counts;
}

/** The duration that a share of all counted ones does not exceed, in milliseconds; `undefined` when none was. */
export function quantileOf(counts: readonly number[], share: number): number | undefined {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return undefined;
  let left = Math.max(1, Math.ceil(share * total));
  return middleOf(counts.findIndex((count) => (left -= count) <= 0));
}

/** As far from the one bound as from the other, as a share of them. */
function middleOf(bucket: number): number {
  return (2 * growth ** bucket) / (growth + 1);
}
