import { sql, type Kysely } from 'kysely';
import { rollupTables, type Period } from '../rollups/period.js';
import type { Tables } from '../tables.js';

/** A window that says something else than what it was added up from. */
export interface WindowFinding {
  readonly period: Period;
  /** Milliseconds since the epoch. */
  readonly start: number;
  /** What it was compared with, e.g. `request_usage`. */
  readonly source: string;
  readonly rollup: { readonly requests: bigint; readonly costNanoUsd: bigint };
  readonly rows: { readonly requests: bigint; readonly costNanoUsd: bigint };
}

/** A period and what its windows are compared with; the table of rows stands with what went of them. */
interface Comparison {
  readonly period: Period;
  readonly source: string;
}

const comparisons: readonly Comparison[] = [
  { period: 'hour', source: 'request_usage' },
  { period: 'day', source: 'request_usage' },
  { period: 'day', source: rollupTables.hour },
  { period: 'month', source: rollupTables.day },
];

/** Compares every window that starts at `since` or later with its rows, or with the shorter windows it is made of. */
export async function checkWindows(
  database: Kysely<Tables>,
  since: number | undefined,
): Promise<{ readonly windows: number; readonly findings: readonly WindowFinding[] }> {
  const from = new Date(since ?? 0);
  const findings: WindowFinding[] = [];
  for (const comparison of comparisons) findings.push(...(await compare(database, comparison, from)));
  const { rows } = await sql<{ windows: bigint }>`
    select count(*) as windows from usage_rollup_windows where window_start >= ${from}`.execute(database);
  return { windows: Number(rows[0]?.windows ?? 0n), findings };
}

async function compare(
  database: Kysely<Tables>,
  { period, source }: Comparison,
  from: Date,
): Promise<readonly WindowFinding[]> {
  const { rows } = await sql<Record<'requests' | 'cost' | 'told_requests' | 'told_cost', string> & { start: Date }>`
    with told as (
      select bucket_start as start, sum(requests) as requests, sum(cost_nano_usd) as cost
      from ${sql.table(rollupTables[period])} where bucket_start >= ${from} group by 1
    ), stored as (select start, sum(requests) as requests, sum(cost) as cost from (${sourceOf(source, period, from)}) as each
      group by 1)
    select window_start as start, coalesce(told.requests, 0)::text as told_requests,
      coalesce(told.cost, 0)::text as told_cost, coalesce(stored.requests, 0)::text as requests,
      coalesce(stored.cost, 0)::text as cost
    from usage_rollup_windows left join told on told.start = window_start left join stored on stored.start = window_start
    where period = ${period} and window_start >= ${from} and ${comparable(source, period)}
      and (coalesce(told.requests, 0) <> coalesce(stored.requests, 0) or coalesce(told.cost, 0) <> coalesce(stored.cost, 0))
    order by 1`.execute(database);
  return rows.map((row) => ({
    ...{ period, source, start: row.start.getTime() },
    rollup: { requests: BigInt(row.told_requests), costNanoUsd: BigInt(row.told_cost) },
    rows: { requests: BigInt(row.requests), costNanoUsd: BigInt(row.cost) },
  }));
}

function sourceOf(source: string, period: Period, from: Date) {
  if (source !== 'request_usage')
    return sql`select date_trunc(${period}, bucket_start, 'UTC') as start, requests, cost_nano_usd as cost
      from ${sql.table(source)} where bucket_start >= ${from}`;
  return sql`select date_trunc(${period}, started_at, 'UTC') as start, 1 as requests, cost_nano_usd as cost
      from request_usage where started_at >= ${from}
    union all select day, requests, cost_nano_usd from retention_deleted_days where day >= ${from}`;
}

/** Of a day whose rows went it is known how many did, and of its hours it is not. */
function comparable(source: string, period: Period) {
  return period === 'hour' && source === 'request_usage'
    ? sql`not exists (select from retention_deleted_days where day = date_trunc('day', window_start, 'UTC'))`
    : sql`true`;
}
