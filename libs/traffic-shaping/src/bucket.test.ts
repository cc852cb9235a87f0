import fc from 'fast-check';
import { burstOf, createBucket, drainMs, fill, levelAt, milliRate, roomFor, type Bucket } from './bucket.js';

/** Takes a cost when there is room; returns the wait. */
function take(bucket: Bucket, flow: { perSec: number; burst: number }, ask: { cost: number; nowMs: number }): number {
  const rate = milliRate(flow.perSec);
  const level = levelAt(bucket, rate, ask.nowMs);
  const wait = drainMs(level, roomFor(ask.cost, flow.burst), rate);
  if (wait === 0) fill(bucket, level, ask);
  return wait;
}

describe('a bucket', () => {
  it('lets the burst through at once, then one per interval', () => {
    const bucket = createBucket();
    const flow = { perSec: 3, burst: 3 };
    const waits = [0, 0, 0, 0, 333, 334, 334].map((nowMs) => take(bucket, flow, { cost: 1, nowMs }));
    expect(waits).toEqual([0, 0, 0, 334, 1, 0, 333]);
  });

  it('admits a cost above the burst when it is empty, and is in debt afterwards', () => {
    const bucket = createBucket();
    const flow = { perSec: 100, burst: 200 };
    expect(take(bucket, flow, { cost: 500, nowMs: 0 })).toBe(0);
    expect(take(bucket, flow, { cost: 1, nowMs: 0 })).toBe(3010);
    expect(take(bucket, flow, { cost: 500, nowMs: 4999 })).toBe(1);
    expect(take(bucket, flow, { cost: 500, nowMs: 5000 })).toBe(0);
  });

  it('takes one second of the rate for a burst that is not configured', () => {
    expect(burstOf(undefined, 0.2)).toBe(1);
    expect(burstOf(0, 2.5)).toBe(3);
    expect(burstOf(8, 2)).toBe(8);
  });

  it('never lets more through than the burst and the rate together, and says exactly when there is room', () => {
    const step = fc.record({ gapMs: fc.integer({ min: 0, max: 3000 }), cost: fc.integer({ min: 1, max: 40 }) });
    const flows = fc.record({ perSec: fc.integer({ min: 1, max: 50 }), burst: fc.integer({ min: 40, max: 100 }) });
    fc.assert(
      fc.property(flows, fc.array(step, { minLength: 20, maxLength: 60 }), (flow, steps) => {
        const bucket = createBucket();
        const admitted: { atMs: number; cost: number }[] = [];
        let nowMs = 0;
        for (const { gapMs, cost } of steps) {
          nowMs += gapMs;
          const waitMs = take({ ...bucket }, flow, { cost, nowMs });
          if (waitMs > 0) {
            expect(take({ ...bucket }, flow, { cost, nowMs: nowMs + waitMs - 1 })).toBe(1);
            nowMs += waitMs;
          }
          expect(take(bucket, flow, { cost, nowMs })).toBe(0);
          admitted.push({ atMs: nowMs, cost });
        }
        for (const [index, first] of admitted.entries()) {
          const sum = admitted.slice(index).reduce((total, { cost }) => total + cost, 0);
          expect(sum).toBeLessThanOrEqual(flow.burst + (flow.perSec * (nowMs - first.atMs)) / 1000);
        }
      }),
    );
  });
});
