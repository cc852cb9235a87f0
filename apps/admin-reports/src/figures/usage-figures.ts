import {
  allInputTokens,
  cacheShare,
  durationBuckets,
  errorShare,
  fallbackShare,
  percentileMs,
  tokensPerSecond,
  type MeasureName,
  type Measures,
} from '@smart-router/usage-storage';
import type { Cell, TableColumn } from '../table/report-table.js';

/** A number about usage: how it is made of measures, and how it is shown. */
export interface UsageFigure extends TableColumn {
  of(measures: Measures): Cell;
  /** The measures it is made of. */
  readonly needs: readonly MeasureName[];
  /** The measure that orders rows by it. */
  readonly orderBy?: MeasureName;
  /** Whether more of it is bad news, good news or neither. */
  readonly more: 'good' | 'bad' | 'neutral';
}

const plain = (name: MeasureName, title: string, options: Partial<UsageFigure> = {}): UsageFigure => ({
  ...{ name, title, kind: 'count', more: 'neutral', needs: [name], orderBy: name, isOrder: true },
  of: (measures) => measures[name],
  ...options,
});

const derived = (name: string, title: string, figure: Omit<UsageFigure, 'name' | 'title'>): UsageFigure => ({
  ...{ name, title },
  ...figure,
});

const percentile = (
  name: string,
  title: string,
  from: { readonly histogram: 'latency_ms' | 'first_token_ms'; readonly share: number },
): UsageFigure => ({
  ...{ name, title, kind: 'milliseconds', more: 'bad' },
  needs: histogramMeasures(from.histogram),
  of: (measures) => wholeOf(percentileMs(measures, from.histogram, from.share)),
});

const inputClasses = ['input_tokens', 'cached_input_tokens', 'cache_write_5m_tokens', 'cache_write_1h_tokens'] as const;

const figures = {
  requests: plain('requests', 'Requests', { hasBar: true }),
  cost_usd: plain('cost_nano_usd', 'Cost', {
    ...{ name: 'cost_usd', kind: 'money', hasBar: true, needs: ['cost_nano_usd', 'unpriced'] },
    of: knownCost,
  }),
  input_tokens: derived('input_tokens', 'Input', {
    ...{ kind: 'count', more: 'neutral', needs: inputClasses, of: allInputTokens },
    hint: 'input tokens of all classes: full price, read from a cache, written to one',
  }),
  full_input_tokens: plain('input_tokens', 'Full-price input', { name: 'full_input_tokens', isExtra: true }),
  cached_input_tokens: plain('cached_input_tokens', 'Cached input', { isExtra: true }),
  cache_write_5m_tokens: plain('cache_write_5m_tokens', 'Cache writes 5 min', { isExtra: true }),
  cache_write_1h_tokens: plain('cache_write_1h_tokens', 'Cache writes 1 h', { isExtra: true }),
  cache_share: derived('cache_share', 'From cache', {
    ...{ kind: 'share', more: 'good', needs: inputClasses, of: cacheShare },
    hint: 'the share of input tokens that a provider read from its cache',
  }),
  output_tokens: plain('output_tokens', 'Output', { hint: 'output tokens, reasoning included' }),
  reasoning_tokens: plain('reasoning_tokens', 'Reasoning', { isExtra: true }),
  error_share: derived('error_share', 'Failed', {
    ...{ kind: 'share', more: 'bad', needs: ['failed', 'requests'], of: errorShare },
    hint: 'the share of requests without an answer through no fault of their caller',
  }),
  served: plain('served', 'Served', { more: 'good', isExtra: true }),
  refused: plain('refused', 'Refused', { more: 'bad', hint: 'answered with 4xx: limits, rights, faulty requests' }),
  failed: plain('failed', 'Failures', { more: 'bad' }),
  left_early: plain('left_early', 'Left early', { hint: 'callers who did not wait for the end' }),
  fallbacks: plain('fallbacks', 'Fallbacks', {
    more: 'bad',
    hint: 'requests that needed another target than the first',
  }),
  fallback_share: derived('fallback_share', 'Fell back', {
    ...{ kind: 'share', more: 'bad', needs: ['fallbacks', 'requests'], of: fallbackShare },
    hint: 'the share of requests that another target served than the first',
  }),
  attempts: plain('attempts', 'Attempts'),
  streamed: plain('streamed', 'Streamed', { isExtra: true }),
  unpriced: plain('unpriced', 'Unpriced', {
    more: 'bad',
    hint: 'requests whose model had no price; their cost is unknown',
  }),
  estimated: plain('estimated', 'Estimated', {
    isExtra: true,
    hint: 'requests whose cost was made of estimated tokens',
  }),
  images: plain('images', 'Images', { isExtra: true }),
  upstream_cost_usd: plain('upstream_cost_nano_usd', 'Billed cost', {
    ...{ name: 'upstream_cost_usd', kind: 'money', isExtra: true },
    hint: 'what providers said they charge, where they say it',
  }),
  latency_p50_ms: percentile('latency_p50_ms', 'Latency p50', { histogram: 'latency_ms', share: 0.5 }),
  latency_p95_ms: percentile('latency_p95_ms', 'Latency p95', { histogram: 'latency_ms', share: 0.95 }),
  latency_p99_ms: percentile('latency_p99_ms', 'Latency p99', { histogram: 'latency_ms', share: 0.99 }),
  first_token_p50_ms: percentile('first_token_p50_ms', 'First token p50', { histogram: 'first_token_ms', share: 0.5 }),
  first_token_p95_ms: percentile('first_token_p95_ms', 'First token p95', { histogram: 'first_token_ms', share: 0.95 }),
  first_token_p99_ms: percentile('first_token_p99_ms', 'First token p99', { histogram: 'first_token_ms', share: 0.99 }),
  latency_max_ms: plain('latency_ms_max', 'Slowest', { name: 'latency_max_ms', kind: 'milliseconds', more: 'bad' }),
  output_tokens_per_second: derived('output_tokens_per_second', 'Tokens/s', {
    ...{ kind: 'rate', more: 'good', needs: ['generated_tokens', 'generation_ms'], of: tokensPerSecond },
    hint: 'output tokens per second between the first token and the end',
  }),
} satisfies Record<string, UsageFigure>;

/** The name of a figure, as exports and the API have it. */
export type FigureName = keyof typeof figures;

/** Every figure about usage, once: pages, exports, the API and the command line tell the same numbers. */
export const usageFigures: Readonly<Record<FigureName, UsageFigure>> = figures;

/** All measures that these figures are made of. */
export function measuresOf(names: readonly FigureName[]): readonly MeasureName[] {
  return [...new Set(names.flatMap((name) => usageFigures[name].needs))];
}

function histogramMeasures(histogram: 'latency_ms' | 'first_token_ms'): readonly MeasureName[] {
  return [...durationBuckets.map(({ name }) => `${histogram}_${name}`), `${histogram}_max`];
}

/** What has no price costs something, and nobody knows how much: a sum of nothing else is unknown. */
function knownCost({ unpriced = 0n, cost_nano_usd: cost }: Measures): bigint | undefined {
  return unpriced > 0n && cost === 0n ? undefined : cost;
}

/** Percentiles are read out of buckets: less than a millisecond of them means nothing. */
function wholeOf(durationMs: number | undefined): number | undefined {
  return durationMs === undefined ? undefined : Math.round(durationMs);
}
