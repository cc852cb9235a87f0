import fc from 'fast-check';
import { dayAt, dayEndMs, monthAt, monthEndMs } from './calendar.js';

describe('the calendar', () => {
  it('agrees with the calendar of the platform on every day of four centuries', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: Date.UTC(2370, 0, 1) }), (nowMs) => {
        const date = new Date(nowMs);
        expect(monthAt(nowMs)).toBe(date.getUTCFullYear() * 12 + date.getUTCMonth());
        expect(monthEndMs(monthAt(nowMs))).toBe(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1));
        expect(dayEndMs(dayAt(nowMs))).toBe(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate() + 1));
      }),
      { numRuns: 1000 },
    );
  });

  it('knows the 29th of February', () => {
    expect(monthEndMs(monthAt(Date.UTC(2028, 1, 28)))).toBe(Date.UTC(2028, 2, 1));
    expect(monthAt(Date.UTC(2028, 1, 29, 23, 59))).toBe(2028 * 12 + 1);
  });
});
