import type { Dimension, Measures, Reports, Scope, UsageFilter } from '@smart-router/usage-storage';
import type { Range } from '@smart-router/usage-storage';
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

/** One layer of a chart: a combination of dimensions, or the rest of all. */
export interface SeriesLayer {
  /** Absent for the rest. */
  readonly keys: readonly (string | undefined)[] | undefined;
  readonly values: readonly bigint[];
}

/** How many combinations a chart shows each in a colour of its own. */
export const maxLayers = 6;

/** Reads one measure over time by the largest combinations of dimensions, and the rest of it. */
export async function readLayers(
  reports: Reports,
  question: Omit<SeriesQuestion, 'figures'> & {
    readonly groupBy: readonly Dimension[];
    readonly measure: 'requests' | 'cost_nano_usd';
  },
): Promise<{
  readonly step: UsageSeries['step'];
  readonly times: readonly number[];
  readonly layers: readonly SeriesLayer[];
}> {
  const step = stepOf(question.range);
  const { scope, range, filter, groupBy, measure } = question;
  const asked = { scope, range, filter, step, measures: [measure], orderBy: measure };
  const [grouped, all] = await Promise.all([
    reports.usage({ ...asked, groupBy, limit: maxLayers }),
    reports.usage({ ...asked, groupBy: [], limit: 1 }),
  ]);
  const times = timeBuckets(range, step);
  const rest = new Map(all.rows.map(({ bucketStart, measures }) => [bucketStart, measures[measure] ?? 0n]));
  const layers = new Map<
    string,
    { readonly keys: readonly (string | undefined)[]; readonly at: Map<number, bigint> }
  >();
  for (const { bucketStart = 0, keys, measures } of grouped.rows) {
    const value = measures[measure] ?? 0n;
    const name = JSON.stringify(keys.map((key) => key ?? null));
    const layer = layers.get(name) ?? { keys, at: new Map<number, bigint>() };
    layers.set(name, layer);
    layer.at.set(bucketStart, value);
    rest.set(bucketStart, (rest.get(bucketStart) ?? 0n) - value);
  }
  const shown = [...layers.values()].map(({ keys, at }) => ({ keys, values: times.map((time) => at.get(time) ?? 0n) }));
  const remaining = times.map((time) => rest.get(time) ?? 0n);
  const bySize = shown.sort((one, other) => Number(totalOf(other.values) - totalOf(one.values)));
  return {
    step,
    times,
    layers: [...bySize, ...(totalOf(remaining) > 0n ? [{ keys: undefined, values: remaining }] : [])],
  };
}

function totalOf(values: readonly bigint[]): bigint {
  return values.reduce((sum, value) => sum + value, 0n);
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
