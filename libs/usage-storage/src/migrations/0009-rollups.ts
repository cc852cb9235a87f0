import { correctRollups } from '../rollups/correct-rollups.js';
import { guardRollups } from '../rollups/guard-rollups.js';

const dimensions = [
  ...['caller_organization', 'caller_user', 'caller_project', 'caller_environment', 'key_id', 'client'],
  ...['inbound_dialect', 'resolved_group', 'target_provider', 'target_model', 'target_dialect', 'outcome'],
  ...['error_type', 'cost_basis'],
];
const counts = [
  'requests',
  'served',
  'refused',
  'failed',
  'left_early',
  'streamed',
  'fallbacks',
  'unpriced',
  'estimated',
];
const sums = [
  ...['attempts', 'input_tokens', 'cached_input_tokens', 'cache_write_5m_tokens', 'cache_write_1h_tokens'],
  ...['output_tokens', 'reasoning_tokens', 'estimated_input_tokens', 'images', 'cost_nano_usd'],
  ...['upstream_cost_nano_usd', 'latency_ms_sum', 'first_token_ms_sum', 'generated_tokens', 'generation_ms'],
];
const durations = [
  ...['50', '100', '150', '200', '300', '400', '600', '800', '1200', '1600', '2400', '3600', '5000', '7500', '10000'],
  ...['15000', '20000', '30000', '60000', '120000', '300000', 'over'],
].flatMap((name) => [`latency_ms_${name}`, `first_token_ms_${name}`]);
const bigint = (name: string): string => `${name} bigint not null`;

/** What is asked most stands first: whoever reads a column reads past all before it. */
const columns = [
  ...dimensions.map((name) => `${name} text`),
  'stream boolean',
  ...counts.map(bigint),
  ...sums.map((name) => `${name} numeric not null`),
  ...['latency_ms_max', 'first_token_count', 'first_token_ms_max', ...durations].map(bigint),
].join(', ');

const rollup = (table: string): readonly string[] => [
  `create table ${table} (
    bucket_start timestamptz not null,
    is_correction boolean not null default false,
    added_at timestamptz not null default now(),
    ${columns}
  )`,
  `create index ${table}_bucket on ${table} (bucket_start)`,
];

/**
 * Usage added up by UTC hours, days and months. A window that has a row in `usage_rollup_windows` is complete: rows that
 * arrive for it later are added as corrections in the transaction that stores them, so the sum of a window's rows in a
 * rollup always equals the sum of its requests. A draft may be added up afresh; a final one only grows by corrections.
 * NULL in a dimension is unknown, as it is on the row.
 */
export const rollupsMigration: readonly string[] = [
  ...['usage_rollup_hourly', 'usage_rollup_daily', 'usage_rollup_monthly'].flatMap(rollup),
  `create table usage_rollup_windows (
    period text not null check (period in ('hour', 'day', 'month')),
    window_start timestamptz not null,
    status text not null check (status in ('draft', 'final')),
    source_request_count bigint not null,
    source_cost_nano_usd numeric not null,
    correction_count bigint not null default 0,
    computed_at timestamptz not null default now(),
    finalised_at timestamptz,
    primary key (period, window_start)
  )`,
  ...correctRollups,
  ...guardRollups,
];
