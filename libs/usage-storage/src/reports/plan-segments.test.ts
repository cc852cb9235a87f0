import fc from 'fast-check';
import { endOf, startOf, type Period } from '../rollups/period.js';
import { planSegments } from './plan-segments.js';
import type { Source } from './usage-statement.js';

const hourMs = 3_600_000;
const march = Date.UTC(2026, 2, 1);
const periodOf: Readonly<Record<Source, Period | undefined>> = {
  ...{ monthly: 'month', daily: 'day', hourly: 'hour', rows: undefined },
};

const instant = fc.integer({ min: march - 40 * 24 * hourMs, max: march + 70 * 24 * hourMs });
const windowsFrom = (period: Period): fc.Arbitrary<ReadonlySet<number>> =>
  fc.array(instant, { maxLength: 200 }).map((instants) => new Set(instants.map((each) => startOf(period, each))));
const known = fc.record({
  starts: fc.record({ hour: windowsFrom('hour'), day: windowsFrom('day'), month: windowsFrom('month') }),
  thinned: windowsFrom('hour'),
});
const step = fc.constantFrom('hour', 'day', 'month', undefined);

const question = fc.tuple(instant, instant, step).map(([one, other, each]) => ({
  range: { from: Math.min(one, other), to: Math.max(one, other) },
  ...(each === undefined ? {} : { step: each }),
}));

describe('the segments of a range', () => {
  test('cover it once, from windows that are complete and no coarser than its steps', () => {
    fc.assert(
      fc.property(question, known, (asked, windows) => {
        const { range, segments } = planSegments(asked, windows);
        const parts = segments
          .flatMap(({ source, ranges }) => ranges.map((each) => ({ source, ...each })))
          .toSorted((left, right) => left.from - right.from);
        let reached = range.from;
        const wrong: string[] = [];
        for (const { source, from, to } of parts) {
          if (from !== reached || to <= from) wrong.push(`${source} goes on at ${from}`);
          reached = to;
          const period = periodOf[source];
          for (let start = from; period !== undefined && start < to; start = endOf({ period, start })) {
            if (!windows.starts[period].has(start)) wrong.push(`${period} ${start} is not complete`);
            if (endOf({ period, start }) > to) wrong.push(`${period} ${start} is cut`);
          }
          if (asked.step === 'hour' && period !== undefined && period !== 'hour') wrong.push(`${source} has no hours`);
          if (asked.step === 'day' && period === 'month') wrong.push('months have no days');
        }
        expect(wrong).toEqual([]);
        expect(reached).toBe(range.to);
      }),
    );
  });

  test('leave no whole hour to rows that is added up', () => {
    fc.assert(
      fc.property(question, known, (asked, windows) => {
        const { segments } = planSegments(asked, windows);
        const left: number[] = [];
        for (const { from, to } of segments.find(({ source }) => source === 'rows')?.ranges ?? []) {
          for (let start = startOf('hour', from); start < to; start += hourMs) {
            if (start >= from && start + hourMs <= to && windows.starts.hour.has(start)) left.push(start);
          }
        }
        expect(left).toEqual([]);
      }),
    );
  });

  test('widen the range by less than an hour at each end, and only where requests are gone', () => {
    fc.assert(
      fc.property(question, known, (asked, windows) => {
        const { range } = planSegments(asked, windows);
        const [before, after] = [asked.range.from - range.from, range.to - asked.range.to];
        expect([before, after].every((wider) => wider >= 0 && wider < hourMs)).toBe(true);
        if (before > 0) expect(windows.thinned.has(range.from)).toBe(true);
        if (after > 0) expect(windows.thinned.has(range.to - hourMs)).toBe(true);
      }),
    );
  });

  test('are months, days, hours and rows of a long range', () => {
    const hours = Array.from({ length: 24 * 40 }, (_, index) => march - 48 * hourMs + index * hourMs);
    const starts = {
      hour: new Set(hours),
      day: new Set(hours.filter((each) => each % (24 * hourMs) === 0)),
      month: new Set([march]),
    };
    const range = { from: march - 25.5 * hourMs, to: Date.UTC(2026, 3, 2, 3, 20) };
    expect(planSegments({ range }, { starts, thinned: new Set() })).toEqual({
      range,
      segments: [
        {
          source: 'rows',
          ranges: [
            { from: range.from, to: march - 25 * hourMs },
            { from: Date.UTC(2026, 3, 2, 3), to: range.to },
          ],
        },
        {
          source: 'hourly',
          ranges: [
            { from: march - 25 * hourMs, to: march - 24 * hourMs },
            { from: Date.UTC(2026, 3, 2), to: Date.UTC(2026, 3, 2, 3) },
          ],
        },
        {
          source: 'daily',
          ranges: [
            { from: march - 24 * hourMs, to: march },
            { from: Date.UTC(2026, 3, 1), to: Date.UTC(2026, 3, 2) },
          ],
        },
        { source: 'monthly', ranges: [{ from: march, to: Date.UTC(2026, 3, 1) }] },
      ],
    });
  });
});
