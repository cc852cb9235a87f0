import type { Dimension, Reports, UsageTable } from '@smart-router/usage-storage';
import { stepOf } from '../question/range-of.js';
import type { SeriesQuestion, UsageSeries } from './read-series.js';
import { timeBuckets } from './time-buckets.js';

/** One measure over time, in layers that add up to all of it. */
export interface UsageLayers extends Pick<UsageSeries, 'step' | 'times'> {
  readonly layers: readonly UsageLayer[];
}

/** One layer of a chart: a combination of dimensions, or the rest of all. */
export interface UsageLayer {
  /** Absent for the rest. */
  readonly keys: readonly (string | undefined)[] | undefined;
  readonly values: readonly bigint[];
}

type LayeredMeasure = 'requests' | 'cost_nano_usd';

/** How many combinations a chart shows each in a colour of its own. */
const maxLayers = 6;

/** Reads one measure over time by the largest combinations of dimensions, and the rest of it. */
export async function readLayers(
  reports: Reports,
  question: Omit<SeriesQuestion, 'figures'> & {
    readonly groupBy: readonly Dimension[];
    readonly measure: LayeredMeasure;
  },
): Promise<UsageLayers> {
  const { scope, range, filter, groupBy, measure } = question;
  const step = stepOf(range);
  const asked = { scope, range, filter, step, measures: [measure], orderBy: measure };
  const [grouped, all] = await Promise.all([
    reports.usage({ ...asked, groupBy, limit: maxLayers }),
    reports.usage({ ...asked, groupBy: [], limit: 1 }),
  ]);
  const times = timeBuckets(range, step);
  const shown = layersOf(grouped, measure, times);
  const whole = new Map(all.rows.map(({ bucketStart, measures }) => [bucketStart, measures[measure] ?? 0n]));
  const rest = times.map((time, index) => (whole.get(time) ?? 0n) - totalOf(shown.map(({ values }) => values[index])));
  return { step, times, layers: totalOf(rest) > 0n ? [...shown, { keys: undefined, values: rest }] : shown };
}

/** A layer for each combination, the largest first. */
function layersOf({ rows }: UsageTable, measure: LayeredMeasure, times: readonly number[]): readonly UsageLayer[] {
  const layers = new Map<
    string,
    { readonly keys: readonly (string | undefined)[]; readonly at: Map<number, bigint> }
  >();
  for (const { bucketStart = 0, keys, measures } of rows) {
    const name = JSON.stringify(keys.map((key) => key ?? null));
    const layer = layers.get(name) ?? { keys, at: new Map<number, bigint>() };
    layers.set(name, layer);
    layer.at.set(bucketStart, measures[measure] ?? 0n);
  }
  return [...layers.values()]
    .map(({ keys, at }) => ({ keys, values: times.map((time) => at.get(time) ?? 0n) }))
    .sort((one, other) => Number(totalOf(other.values) - totalOf(one.values)));
}

function totalOf(values: readonly (bigint | undefined)[]): bigint {
  return values.reduce<bigint>((sum, value = 0n) => sum + value, 0n);
}
