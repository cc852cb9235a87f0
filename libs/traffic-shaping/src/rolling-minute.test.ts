import fc from 'fast-check';
import { addToMinute, createMinute, minuteWaitMs, slotAt, type RollingMinute } from './rolling-minute.js';

function take(minute: RollingMinute, amount: number, ask: { limit: number; nowMs: number }): number {
  const wait = minuteWaitMs(minute, ask.limit - amount, ask.nowMs);
  if (wait === 0) addToMinute(minute, slotAt(minute, ask.nowMs), amount);
  return wait;
}

describe('a rolling minute', () => {
  it('counts a slot whole until it has left the minute', () => {
    const minute = createMinute();
    const start = 1_000_000_000;
    expect(take(minute, 2, { limit: 2, nowMs: start + 4_999 })).toBe(0);
    expect(take(minute, 1, { limit: 2, nowMs: start + 5_000 })).toBe(60_000);
    expect(take(minute, 1, { limit: 2, nowMs: start + 64_999 })).toBe(1);
    expect(take(minute, 1, { limit: 2, nowMs: start + 65_000 })).toBe(0);
  });

  it('never has room for more than its limit', () => {
    expect(take(createMinute(), 3, { limit: 2, nowMs: 0 })).toBe(Infinity);
  });

  it('takes back what was set aside in a slot that still counts', () => {
    const minute = createMinute();
    const slot = slotAt(minute, 7_000);
    addToMinute(minute, slot, 10);
    addToMinute(minute, slot, -4);
    expect(minuteWaitMs(minute, 6, 8_000)).toBe(0);
    addToMinute(minute, slotAt(minute, 80_000), 1);
    addToMinute(minute, slot, -4);
    expect(minuteWaitMs(minute, 0, 80_000)).toBe(65_000);
  });

  it('is never over its limit in any minute, and says exactly when there is room', () => {
    const step = fc.record({ gapMs: fc.integer({ min: 0, max: 20_000 }), amount: fc.integer({ min: 1, max: 5 }) });
    fc.assert(
      fc.property(fc.array(step, { minLength: 30, maxLength: 100 }), (steps) => {
        const limit = 10;
        const minute = createMinute();
        const taken: { atMs: number; amount: number }[] = [];
        let nowMs = 123_456_789;
        for (const { gapMs, amount } of steps) {
          nowMs += gapMs;
          const waitMs = minuteWaitMs(minute, limit - amount, nowMs);
          if (waitMs > 0) {
            expect(minuteWaitMs(minute, limit - amount, nowMs + waitMs - 1)).toBe(1);
            nowMs += waitMs;
          }
          expect(take(minute, amount, { limit, nowMs })).toBe(0);
          taken.push({ atMs: nowMs, amount });
          const inMinute = taken.filter(({ atMs }) => atMs > nowMs - 60_000);
          expect(inMinute.reduce((sum, { amount: one }) => sum + one, 0)).toBeLessThanOrEqual(limit);
        }
      }),
    );
  });
});
