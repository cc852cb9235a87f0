import type { Claim } from './claim.js';
import { mostAtOnce } from './most-at-once.js';
import { mostEver, mostInDay, mostInWindow } from './most-in-window.js';
import { mostOverRate } from './most-over-rate.js';

const minuteMs = 60_000;

/** Admitted within 20 ms of that moment, counts one, and is never settled to less. */
const claimAt = (atMs: number, more: Partial<Claim> = {}): Claim => ({
  ...{ earliestMs: atMs - 10, latestMs: atMs + 10, reserved: 1, settled: 1, heldUntilMs: atMs + 10 },
  ...more,
});
const every = (ms: number, count: number, fromMs = 0) =>
  Array.from({ length: count }, (_, index) => claimAt(fromMs + index * ms));

describe('the most within a window', () => {
  test('finds one request too many in a minute that begins anywhere', () => {
    expect(mostInWindow(every(6_000, 30), minuteMs)).toBe(10);
    expect(mostInWindow([...every(6_000, 30), claimAt(100_500)], minuteMs)).toBe(11);
  });

  test('finds what a window of 55 seconds lets through, and nothing where 60 are kept', () => {
    const burst = every(10, 5);
    expect(mostInWindow([...burst, ...every(10, 5, 55_100)], minuteMs)).toBe(10);
    expect(mostInWindow([...burst, ...every(10, 5, 60_100)], minuteMs)).toBe(5);
  });

  test('does not take together what may be further apart', () => {
    expect(mostInWindow([claimAt(0), claimAt(59_990)], minuteMs)).toBe(1);
    expect(mostInWindow([claimAt(0), claimAt(59_970)], minuteMs)).toBe(2);
  });

  test('counts what is set aside until it may be settled, and then what was used', () => {
    const first = claimAt(0, { reserved: 100, settled: 10, heldUntilMs: 500 });
    expect(mostInWindow([first, claimAt(400, { reserved: 100, settled: 10 })], minuteMs)).toBe(200);
    expect(mostInWindow([first, claimAt(600, { reserved: 100, settled: 10, heldUntilMs: 900 })], minuteMs)).toBe(110);
    expect(mostEver([first, claimAt(600, { reserved: 100, settled: 10, heldUntilMs: 900 })])).toBe(110);
  });

  test('leaves out of a day what may belong to the next', () => {
    const midnight = Date.UTC(2026, 11, 1);
    const around = [claimAt(midnight - 50), claimAt(midnight), claimAt(midnight + 50), claimAt(midnight + 90)];
    expect(mostInDay(around)).toBe(2);
  });
});

test('the most at once is what overlaps for certain', () => {
  const span = (fromMs: number, untilMs: number) => ({ fromMs, untilMs });
  expect(mostAtOnce([span(0, 10), span(5, 15), span(9, 20), span(10, 12), span(30, 20)])).toBe(3);
  expect(mostAtOnce([span(0, 10), span(10, 20)])).toBe(1);
});

test('the burst that was used is what came beyond the rate', () => {
  const steady = every(1_000, 20, 5_000);
  expect(mostOverRate([...every(5, 3), ...steady], 1)).toBeCloseTo(3, 0);
  expect(mostOverRate([...every(5, 3), ...steady, claimAt(15_500)], 1)).toBeGreaterThan(3.4 - 1);
  expect(mostOverRate([...every(5, 3), ...every(5, 3, 5_000)], 0.1)).toBeGreaterThan(5);
});
