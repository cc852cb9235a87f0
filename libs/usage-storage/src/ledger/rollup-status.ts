import { sql, type Kysely } from 'kysely';
import { periods, type Period } from '../rollups/period.js';
import type { Tables } from '../tables.js';

/** How far a period is added up. Instants are milliseconds since the epoch; `undefined` where there are no windows. */
export interface RollupStatus {
  readonly period: Period;
  readonly windows: number;
  readonly final: number;
  readonly first: number | undefined;
  readonly last: number | undefined;
  readonly requests: bigint;
  /** Requests that came late and stand as corrections. */
  readonly corrections: bigint;
  readonly computedAt: number | undefined;
}

/** How far usage is added up, for each period. */
export async function readRollupStatus(database: Kysely<Tables>): Promise<readonly RollupStatus[]> {
  const { rows } = await sql<StatusRow>`
    select period, count(*) as windows, count(*) filter (where status = 'final') as final,
      min(window_start) as first, max(window_start) as last,
      sum(source_request_count + correction_count)::bigint as requests, sum(correction_count)::bigint as corrections,
      max(computed_at) as computed_at
    from usage_rollup_windows group by period`.execute(database);
  return periods.map((period) =>
    statusOf(
      period,
      rows.find((row) => row.period === period),
    ),
  );
}

interface StatusRow {
  readonly period: Period;
  readonly windows: bigint;
  readonly final: bigint;
  readonly first: Date;
  readonly last: Date;
  readonly requests: bigint;
  readonly corrections: bigint;
  readonly computed_at: Date;
}

function statusOf(period: Period, row: StatusRow | undefined): RollupStatus {
  return {
    ...{ period, windows: Number(row?.windows ?? 0n), final: Number(row?.final ?? 0n) },
    ...{ first: row?.first.getTime(), last: row?.last.getTime(), computedAt: row?.computed_at.getTime() },
    ...{ requests: row?.requests ?? 0n, corrections: row?.corrections ?? 0n },
  };
}
