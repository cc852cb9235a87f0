import { outcomeExpression } from './dimensions.js';
import { durationBuckets } from './histogram.js';

/** A number that usage adds up to: how rows of `request_usage` give it, and how two of them become one. */
export interface Measure {
  /** The column of the rollups. */
  readonly column: string;
  /** An aggregate over rows of `request_usage`. */
  readonly ofRows: string;
  readonly fold: 'sum' | 'max';
  /** Counts fit a bigint; sums of what callers and providers say may not, and are `numeric`. */
  readonly type: 'bigint' | 'numeric';
}

const count = (column: string, condition?: string): Measure => ({
  column,
  ofRows: condition === undefined ? 'count(*)' : `count(*) filter (where ${condition})`,
  ...{ fold: 'sum', type: 'bigint' },
});

const sum = (column: string, of: string): Measure => ({
  column,
  ofRows: `coalesce(sum(${of}), 0)`,
  ...{ fold: 'sum', type: 'numeric' },
});

const longest = (column: string, of: string): Measure => ({
  column,
  ofRows: `coalesce(max(${of}), 0)`,
  ...{ fold: 'max', type: 'bigint' },
});

const outcome = (word: string): string => `(${outcomeExpression}) = '${word}'`;

const histogram = (prefix: string, of: string): readonly Measure[] =>
  durationBuckets.map(({ name, overMs, upToMs }) =>
    count(`${prefix}_${name}`, `${of} > ${overMs}${upToMs === undefined ? '' : ` and ${of} <= ${upToMs}`}`),
  );

/** From the first token to the end, where both ends are known. */
const generation = 'output_tokens is not null and first_token_ms is not null and latency_ms > first_token_ms';

/**
 * Every measure, once: rollups, corrections and reports are all written from this list, so they cannot disagree. What is
 * unknown (NULL) adds nothing; how many rows were unknown is a measure where it matters.
 */
export const measures: readonly Measure[] = [
  count('requests'),
  count('served', outcome('served')),
  count('refused', outcome('refused')),
  count('failed', outcome('failed')),
  count('left_early', outcome('left')),
  count('streamed', 'stream'),
  sum('attempts', 'attempt_count'),
  count('fallbacks', 'fallback_used'),
  sum('input_tokens', 'input_tokens'),
  sum('cached_input_tokens', 'cached_input_tokens'),
  sum('cache_write_5m_tokens', 'cache_write_5m_tokens'),
  sum('cache_write_1h_tokens', 'cache_write_1h_tokens'),
  sum('output_tokens', 'output_tokens'),
  sum('reasoning_tokens', 'reasoning_tokens'),
  sum('estimated_input_tokens', 'estimated_input_tokens'),
  sum('images', 'image_count'),
  sum('cost_nano_usd', 'cost_nano_usd'),
  sum('upstream_cost_nano_usd', 'upstream_cost_nano_usd'),
  count('unpriced', `cost_basis = 'unpriced'`),
  count('estimated', `cost_basis = 'estimated'`),
  sum('latency_ms_sum', 'latency_ms'),
  longest('latency_ms_max', 'latency_ms'),
  sum('first_token_ms_sum', 'first_token_ms'),
  count('first_token_count', 'first_token_ms is not null'),
  longest('first_token_ms_max', 'first_token_ms'),
  sum('generated_tokens', `case when ${generation} then output_tokens end`),
  sum('generation_ms', `case when ${generation} then latency_ms - first_token_ms end`),
  ...histogram('latency_ms', 'latency_ms'),
  ...histogram('first_token_ms', 'first_token_ms'),
];

/** The name of a measure, e.g. `requests`, `cost_nano_usd`, `latency_ms_600`. */
export type MeasureName = string;

/** Every measure of {@link measures} by its name. */
export type Measures = Readonly<Record<MeasureName, bigint>>;
