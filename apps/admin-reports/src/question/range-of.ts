import type { Range } from '@smart-router/usage-storage';
import type { Question } from './question.js';

const minuteMs = 60_000;
const hourMs = 3_600_000;
const dayMs = 86_400_000;

/** Up to here a chart shows hours: about two hundred points, which a screen can hold. */
const hourlyUpToMs = 8 * dayMs;
/** Up to here a chart shows days. */
const dailyUpToMs = 400 * dayMs;

/** The steps a chart of this range has. */
export function stepOf({ from, to }: Range): 'hour' | 'day' | 'month' {
  if (to - from <= hourlyUpToMs) return 'hour';
  return to - from <= dailyUpToMs ? 'day' : 'month';
}

/** What times and limits a question is read with. */
export interface RangeRules {
  readonly defaultRangeMs: number;
  readonly now: number;
}

/**
 * The range a question is about. It ends with the present minute; "since" begins with a whole hour, or with a whole UTC
 * day when it is longer than charts by hours, so that the first bar of a chart is as whole as the others.
 */
export function rangeOf({ period }: Pick<Question, 'period'>, { defaultRangeMs, now }: RangeRules): Range {
  const end = Math.ceil((now + 1) / minuteMs) * minuteMs;
  if (period?.kind === 'between') return { from: period.from, to: period.to ?? Math.max(end, period.from + minuteMs) };
  const sinceMs = period?.sinceMs ?? defaultRangeMs;
  if (sinceMs < hourMs) return { from: end - sinceMs, to: end };
  const wholeMs = sinceMs + dayMs > hourlyUpToMs ? dayMs : hourMs;
  return { from: Math.floor((end - sinceMs) / wholeMs) * wholeMs, to: end };
}

/** The range of the same length right before. */
export function rangeBefore({ from, to }: Range): Range {
  return { from: from - (to - from), to: from };
}
