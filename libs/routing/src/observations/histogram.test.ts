import fc from 'fast-check';
import { bucketCount, bucketOf, countDuration, countsOf, quantileOf, relativeError } from './histogram.js';

const durations = fc.array(fc.double({ min: 1, max: 3_600_000, noNaN: true }), { minLength: 1, maxLength: 200 });

function histogramOf(values: readonly number[]): readonly number[] {
  const histogram: number[] = [];
  for (const value of values) countDuration(histogram, value);
  return histogram;
}

test('a quantile is within its stated error of the true one, from a millisecond to an hour', () => {
  fc.assert(
    fc.property(durations, fc.double({ min: 0, max: 1, noNaN: true }), (values, share) => {
      const sorted = [...values].sort((one, other) => one - other);
      const truth = sorted[Math.max(1, Math.ceil(share * sorted.length)) - 1] ?? NaN;
      const found = quantileOf(countsOf([histogramOf(values)]), share) ?? NaN;
      expect(Math.abs(found - truth)).toBeLessThanOrEqual(truth * (relativeError + 1e-9));
    }),
  );
});

test('histograms of parts say together what one of the whole says', () => {
  fc.assert(
    fc.property(durations, durations, (one, other) => {
      expect(countsOf([histogramOf(one), histogramOf(other)])).toEqual(countsOf([histogramOf([...one, ...other])]));
    }),
  );
});

test('what is no duration, or longer than all bounds, has a bucket all the same', () => {
  expect([NaN, -5, 0, 1].map(bucketOf)).toEqual([0, 0, 0, 0]);
  expect([1e9, Infinity].map(bucketOf)).toEqual([bucketCount - 1, bucketCount - 1]);
});

test('of nothing there is no quantile', () => {
  expect(quantileOf(countsOf([]), 0.5)).toBeUndefined();
});
