import fc from 'fast-check';
import { nextOf, timeBuckets } from './time-buckets.js';

const from = fc.integer({ min: Date.UTC(2024, 0), max: Date.UTC(2030, 0) });
const lengthMs = fc.integer({ min: 1, max: 40 * 86_400_000 });

it.each(['hour', 'day', 'month'] as const)('covers any range with whole steps of a %s, without a gap', (step) => {
  fc.assert(
    fc.property(from, lengthMs, (start, length) => {
      const range = { from: start, to: start + length };
      const times = timeBuckets(range, step);
      expect(times[0]).toBeLessThanOrEqual(range.from);
      expect(nextOf(times[0]!, step)).toBeGreaterThan(range.from);
      expect(nextOf(times.at(-1)!, step)).toBeGreaterThanOrEqual(range.to);
      expect(times.slice(1)).toEqual(times.slice(0, -1).map((time) => nextOf(time, step)));
    }),
  );
});

it('knows that months differ', () => {
  const range = { from: Date.UTC(2028, 0, 15), to: Date.UTC(2028, 2, 2) };
  expect(timeBuckets(range, 'month').map((time) => new Date(time).toISOString().slice(0, 10))).toEqual([
    '2028-01-01',
    '2028-02-01',
    '2028-03-01',
  ]);
});
