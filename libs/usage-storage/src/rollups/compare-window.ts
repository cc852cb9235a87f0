import { sql, type Kysely } from 'kysely';
import type { Tables } from '../tables.js';
import { endOf, rollupTables, type Period, type Window } from './period.js';

/** What was counted for a window in one place: `request_usage` or a rollup. */
export interface WindowCount {
  readonly source: string;
  readonly requests: bigint;
  readonly costNanoUsd: bigint;
}

/** A window that has another sum in its rollup than in what it was added up from. */
export interface Discrepancy {
  readonly window: Window;
  readonly rollup: WindowCount;
  readonly source: WindowCount;
}

/** What each period is compared with: rows say what a day is, and its days what a month is. */
const sources: Readonly<Record<Period, readonly string[]>> = {
  hour: ['request_usage'],
  day: ['request_usage', rollupTables.hour],
  month: [rollupTables.day],
};

/**
 * Compares what a window says with each of its sources, in one statement and so in one snapshot: late rows and their
 * corrections are stored together, so the two are equal at any moment.
 */
export async function compareWindow(
  database: Kysely<Tables>,
  window: Window,
  against: readonly string[] = sources[window.period],
): Promise<readonly Discrepancy[]> {
  const counts = await readCounts(database, window, [rollupTables[window.period], ...against]);
  const [rollup, ...others] = counts;
  if (rollup === undefined) return [];
  return others
    .filter(({ requests, costNanoUsd }) => requests !== rollup.requests || costNanoUsd !== rollup.costNanoUsd)
    .map((source) => ({ window, rollup, source }));
}

async function readCounts(
  database: Kysely<Tables>,
  window: Window,
  tables: readonly string[],
): Promise<readonly WindowCount[]> {
  const range = { from: new Date(window.start), to: new Date(endOf(window)) };
  const selects = tables.map((table) =>
    table === 'request_usage'
      ? sql`select ${table}::text as source, count(*)::text as requests, coalesce(sum(cost_nano_usd), 0)::text as cost
          from request_usage where started_at >= ${range.from} and started_at < ${range.to}`
      : sql`select ${table}::text as source, coalesce(sum(requests), 0)::text as requests,
          coalesce(sum(cost_nano_usd), 0)::text as cost
          from ${sql.table(table)} where bucket_start >= ${range.from} and bucket_start < ${range.to}`,
  );
  const union = sql<{ source: string; requests: string; cost: string }>`${sql.join(selects, sql` union all `)}`;
  const { rows } = await union.execute(database);
  return tables
    .flatMap((table) => rows.filter(({ source }) => source === table))
    .map(({ source, requests, cost }) => ({ source, requests: BigInt(requests), costNanoUsd: BigInt(cost) }));
}
