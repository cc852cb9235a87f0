import { curvePauseMs } from './backoff-curve.js';
import { afterOutcome, circuitWaitMs, type Circuit } from './circuit.js';
import { rules } from './laws-kit.laws.js';
import { outcomeEffects } from './outcome-effects.js';

describe('curvePauseMs', () => {
  it('grows by the multiplier up to the longest pause', () => {
    const curve = { minMs: 1000, maxMs: 60_000, multiplier: 2 };
    expect([0, 1, 2, 5, 6, 5000].map((level) => curvePauseMs(curve, level, 0))).toEqual([
      1000, 2000, 4000, 32_000, 60_000, 60_000,
    ]);
  });

  it('adds at most a fifth of jitter, and never passes the longest pause', () => {
    expect(curvePauseMs({ minMs: 1000, maxMs: 60_000, multiplier: 2 }, 0, 1)).toBe(1200);
    expect(curvePauseMs({ minMs: 1000, maxMs: 1100, multiplier: 2 }, 0, 1)).toBe(1100);
  });
});

describe('a circuit', () => {
  const fail = (before: Circuit | undefined, nowMs: number) =>
    afterOutcome(before, { effect: outcomeEffects.server_error, rules, retryAfterMs: undefined, nowMs, jitter: 0 });

  it('forgets failures that have left the window', () => {
    const [first, second] = [0, 20_000];
    const two = fail(fail(undefined, first), second);
    expect(circuitWaitMs(fail(two, 29_999), 29_999)).toBe(2_000);
    expect(circuitWaitMs(fail(two, 30_000), 30_000)).toBe(0);
  });

  it('forgets its past when it was left alone for as long as the longest pause', () => {
    const opened = fail(fail(fail(undefined, 0), 0), 0);
    expect(opened).toMatchObject({ pauses: 1, pausedUntilMs: 2_000, forgetAtMs: 32_000 });
    expect(fail(opened, 31_999)).toMatchObject({ pauses: 2 });
    expect(fail(opened, 32_000)).toMatchObject({ pauses: 0, failedAtMs: [32_000] });
  });

  it('keeps the curve when hints are not to be honoured', () => {
    const deaf = { ...rules, rateLimit: { ...rules.rateLimit, honorRetryAfter: false } };
    const event = { effect: outcomeEffects.rate_limited, rules: deaf, retryAfterMs: 50_000, nowMs: 0, jitter: 0 };
    expect(circuitWaitMs(afterOutcome(undefined, event), 0)).toBe(1_000);
  });
});
