import type { Measures, Range, Reports, Scope, UsageFilter } from '@smart-router/usage-storage';
import { measuresOf, usageFigures, type FigureName } from '../figures/usage-figures.js';
import { stepOf } from '../question/range-of.js';
import type { Cell } from '../table/report-table.js';
import { timeBuckets } from './time-buckets.js';

/** What numbers over time are asked for. */
export interface SeriesQuestion {
  readonly scope: Scope;
  readonly range: Range;
  readonly filter: UsageFilter;
  readonly figures: readonly FigureName[];
}

/** Figures over time: for each one a value in each step. */
export interface UsageSeries {
  readonly step: 'hour' | 'day' | 'month';
  readonly times: readonly number[];
  readonly measures: readonly (Measures | undefined)[];
  values(figure: FigureName): readonly Cell[];
}

/** Reads figures over the whole of a range, in as many steps as a chart can hold. */
export async function readSeries(reports: Reports, question: SeriesQuestion): Promise<UsageSeries> {
  const step = stepOf(question.range);
  const { scope, range, filter } = question;
  const measures = measuresOf(question.figures);
  const { rows } = await reports.usage({ scope, range, filter, groupBy: [], step, measures, limit: 1 });
  const byTime = new Map(rows.map((row) => [row.bucketStart, row.measures]));
  const times = timeBuckets(range, step);
  return seriesOf(
    step,
    times,
    times.map((time) => byTime.get(time)),
  );
}

function seriesOf(
  step: UsageSeries['step'],
  times: readonly number[],
  measures: readonly (Measures | undefined)[],
): UsageSeries {
  const values = (name: FigureName): readonly Cell[] => {
    const figure = usageFigures[name];
    // Nothing happened in a step without a row: none of what is counted, and nothing is known of the rest.
    return measures.map((known) =>
      known === undefined ? (isCounted(figure.kind) ? 0n : undefined) : figure.of(known),
    );
  };
  return { step, times, measures, values };
}

function isCounted(kind: string): boolean {
  return kind === 'count' || kind === 'money';
}
