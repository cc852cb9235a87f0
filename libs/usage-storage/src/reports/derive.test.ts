import fc from 'fast-check';
import {
  allInputTokens,
  cacheShare,
  errorShare,
  fallbackShare,
  percentileMs,
  percentileOfCounts,
  tokensPerSecond,
} from './derive.js';
import { durationBuckets } from './histogram.js';

const bucketOf = (ms: number): number =>
  durationBuckets.findIndex(({ overMs, upToMs }) => ms > overMs && (upToMs === undefined || ms <= upToMs));

const countsOf = (durations: readonly number[]): readonly number[] =>
  durationBuckets.map((_, index) => durations.filter((ms) => bucketOf(ms) === index).length);

const durations = fc.array(fc.integer({ min: 0, max: 900_000 }), { minLength: 1, maxLength: 50 });

describe('a percentile', () => {
  test('is in the bucket of the duration it stands for, whatever the durations', () => {
    fc.assert(
      fc.property(durations, fc.constantFrom(0.5, 0.9, 0.95, 0.99), (all, share) => {
        const sorted = all.toSorted((left, right) => left - right);
        const exact = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
        const bucket = durationBuckets[bucketOf(exact)];
        const told = percentileOfCounts(countsOf(all), share, Math.max(...all)) ?? -1;
        expect(told).toBeGreaterThanOrEqual(Math.max(0, bucket?.overMs ?? 0));
        expect(told).toBeLessThanOrEqual(Math.min(bucket?.upToMs ?? Infinity, Math.max(...all)));
      }),
    );
  });

  test('grows with its share', () => {
    fc.assert(
      fc.property(durations, fc.double({ min: 0, max: 1, noNaN: true }), (all, share) => {
        const at = (part: number): number => percentileOfCounts(countsOf(all), part, Math.max(...all)) ?? -1;
        expect(at(share)).toBeLessThanOrEqual(at(1));
        expect(at(share / 2)).toBeLessThanOrEqual(at(share));
      }),
    );
  });

  test('is interpolated inside its bucket', () => {
    const measures = { latency_ms_600: 10n, latency_ms_800: 10n, latency_ms_max: 790n };
    expect(percentileMs(measures, 'latency_ms', 0.25)).toBe(500);
    expect(percentileMs(measures, 'latency_ms', 0.75)).toBe(695);
    expect(percentileMs(measures, 'latency_ms', 1)).toBe(790);
    expect(percentileMs(measures, 'first_token_ms', 0.5)).toBeUndefined();
  });
});

describe('what is derived', () => {
  const measures = {
    ...{ requests: 10n, failed: 1n, fallbacks: 3n, generated_tokens: 50n, generation_ms: 2000n },
    ...{ input_tokens: 10n, cached_input_tokens: 60n, cache_write_5m_tokens: 20n, cache_write_1h_tokens: 10n },
  };

  test('is what its name says', () => {
    expect(tokensPerSecond(measures)).toBe(25);
    expect(errorShare(measures)).toBe(0.1);
    expect(fallbackShare(measures)).toBe(0.3);
    expect(allInputTokens(measures)).toBe(100n);
    expect(cacheShare(measures)).toBe(0.6);
  });

  test('is unknown of nothing, not zero', () => {
    for (const derive of [tokensPerSecond, errorShare, fallbackShare, cacheShare]) expect(derive({})).toBeUndefined();
  });
});
