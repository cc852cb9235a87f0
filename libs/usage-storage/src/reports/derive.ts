import { durationBuckets } from './histogram.js';
import type { Measures } from './measures.js';

/** Which durations a percentile is of. */
export type DurationKind = 'latency_ms' | 'first_token_ms';

/** A measure; one that was not asked for counts as nothing. */
const read = (measures: Measures, name: string): bigint => measures[name] ?? 0n;

/** A part of a whole, 0–1; `undefined` of nothing. */
function shareOf(part: bigint, whole: bigint): number | undefined {
  return whole === 0n ? undefined : Number(part) / Number(whole);
}

/**
 * The duration that `share` (0–1) of the requests did not exceed, in milliseconds: interpolated inside its bucket, and
 * never more than the longest one. `undefined` where no duration is known.
 */
export function percentileMs(measures: Measures, kind: DurationKind, share: number): number | undefined {
  const counts = durationBuckets.map(({ name }) => Number(read(measures, `${kind}_${name}`)));
  return percentileOfCounts(counts, share, Number(read(measures, `${kind}_max`)));
}

/** The same of counts by bucket, in the order of the buckets. */
export function percentileOfCounts(counts: readonly number[], share: number, longestMs: number): number | undefined {
  const wanted = counts.reduce((sum, count) => sum + count, 0) * share;
  let before = 0;
  for (const [index, { overMs, upToMs = longestMs }] of durationBuckets.entries()) {
    const count = counts[index] ?? 0;
    if (count > 0 && before + count >= wanted) {
      const [lower, upper] = [Math.max(0, overMs), Math.min(upToMs, longestMs)];
      return lower + Math.max(0, upper - lower) * ((wanted - before) / count);
    }
    before += count;
  }
  return undefined;
}

/** Output tokens a second from the first token to the end, where both are known. */
export const tokensPerSecond = (measures: Measures): number | undefined =>
  shareOf(read(measures, 'generated_tokens') * 1000n, read(measures, 'generation_ms'));

/** The share of requests that failed, 0–1. Neither refusals nor callers who left are failures. */
export const errorShare = (measures: Measures): number | undefined =>
  shareOf(read(measures, 'failed'), read(measures, 'requests'));

/** The share of requests that were served by another target than the first, 0–1. */
export const fallbackShare = (measures: Measures): number | undefined =>
  shareOf(read(measures, 'fallbacks'), read(measures, 'requests'));

/** All input tokens: uncached, cached, and written to a cache. */
export const allInputTokens = (measures: Measures): bigint =>
  read(measures, 'input_tokens') +
  read(measures, 'cached_input_tokens') +
  read(measures, 'cache_write_5m_tokens') +
  read(measures, 'cache_write_1h_tokens');

/** The share of input tokens that a provider's cache held, 0–1. */
export const cacheShare = (measures: Measures): number | undefined =>
  shareOf(read(measures, 'cached_input_tokens'), allInputTokens(measures));
