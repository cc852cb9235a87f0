import fc from 'fast-check';
import { countDurations } from './durations.js';

test('a quantile is within 2.5 % of the true one', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 1, max: 3_600_000, noNaN: true }), { minLength: 1 }), (values) => {
      const durations = countDurations();
      for (const value of values) durations.add(value);
      const sorted = values.toSorted((one, other) => one - other);
      for (const share of [0.5, 0.95, 1]) {
        const truth = sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
        expect(Math.abs((durations.quantile(share) ?? 0) / truth - 1)).toBeLessThan(0.025 + 1e-9);
      }
    }),
  );
});

test('another spread weighs what it is given, later by what went before', () => {
  const [fast, all] = [countDurations(), countDurations()];
  fast.add(100, 40);
  all.add(1000, 1);
  all.addAll(fast, 3, 400);
  expect(all.count()).toBeCloseTo(4);
  expect(all.quantile(0.5)).toBeGreaterThan(480);
  expect(all.quantile(0.5)).toBeLessThan(520);
  expect(countDurations().quantile(0.5)).toBeUndefined();
});
