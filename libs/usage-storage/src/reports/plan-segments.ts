import { endOf, startOf, type Period } from '../rollups/period.js';
import type { Range, UsageQuestion } from './reports.js';
import type { Segment, Source } from './usage-statement.js';

/** What is known of the rollups in and around a range. */
export interface KnownWindows {
  /** The starts of the windows that are complete, by period. */
  readonly starts: Readonly<Record<Period, ReadonlySet<number>>>;
  /** Hours whose single requests are no longer all kept. */
  readonly thinned: ReadonlySet<number>;
}

/** Where a range is read, and what the answer is about. */
export interface SegmentPlan {
  readonly range: Range;
  readonly segments: readonly Segment[];
}

/** Only what is not coarser than the steps of the answer, the coarsest first: it has the fewest rows. */
const periodsOf: Readonly<Record<'hour' | 'day' | 'month' | 'whole', readonly Period[]>> = {
  hour: ['hour'],
  day: ['day', 'hour'],
  month: ['month', 'day', 'hour'],
  whole: ['month', 'day', 'hour'],
};

const sources: Readonly<Record<Period, Source>> = { hour: 'hourly', day: 'daily', month: 'monthly' };

/**
 * Cuts a range into parts that do not overlap: whole months, days and hours from the rollups where they are complete,
 * everything else from rows. An hour at an end of the range whose requests are not all there any more is taken whole.
 */
export function planSegments(
  question: Pick<UsageQuestion, 'range' | 'step'>,
  { starts, thinned }: KnownWindows,
): SegmentPlan {
  const range = widened(question.range, thinned);
  const found = new Map<Source, Range[]>();
  for (let from = range.from; from < range.to;) {
    const period = periodsOf[question.step ?? 'whole'].find(
      (each) => starts[each].has(from) && endOf({ period: each, start: from }) <= range.to,
    );
    const nextHour = endOf({ period: 'hour', start: startOf('hour', from) });
    const to = period === undefined ? Math.min(nextHour, range.to) : endOf({ period, start: from });
    append(found, period === undefined ? 'rows' : sources[period], { from, to });
    from = to;
  }
  return { range, segments: [...found].map(([source, ranges]) => ({ source, ranges })) };
}

function widened(range: Range, thinned: ReadonlySet<number>): Range {
  if (range.from >= range.to) return range;
  const [first, last] = edgeHours(range);
  return {
    from: thinned.has(first) ? first : range.from,
    to: thinned.has(last) ? endOf({ period: 'hour', start: last }) : range.to,
  };
}

/** The hours in which a range begins and ends. */
export function edgeHours({ from, to }: Range): readonly [first: number, last: number] {
  return [startOf('hour', from), startOf('hour', to - 1)];
}

function append(found: Map<Source, Range[]>, source: Source, part: Range): void {
  const ranges = found.get(source) ?? [];
  const last = ranges.at(-1);
  if (last?.to === part.from) ranges[ranges.length - 1] = { from: last.from, to: part.to };
  else ranges.push(part);
  found.set(source, ranges);
}
