import { sql, type Kysely } from 'kysely';
import type { Tables } from '../tables.js';

/**
 * The days before `cutoff` that have rows of requests which may go: the day is final, and its rollup says what its rows
 * say together with those that went before. Totals of such a day do not change when its rows go.
 */
export async function settledDays(database: Kysely<Tables>, cutoff: number): Promise<readonly Date[]> {
  const before = new Date(cutoff);
  const { rows } = await sql<{ day: Date }>`
    with stored as (
      select date_trunc('day', started_at, 'UTC') as day, count(*) as requests, coalesce(sum(cost_nano_usd), 0) as cost
      from request_usage where started_at < ${before} group by 1
    ), told as (
      select bucket_start as day, sum(requests) as requests, sum(cost_nano_usd) as cost
      from usage_rollup_daily where bucket_start < ${before} group by 1
    )
    select stored.day from stored
      join told using (day)
      join usage_rollup_windows on period = 'day' and window_start = stored.day and status = 'final'
      left join retention_deleted_days as deleted on deleted.day = stored.day
    where stored.requests + coalesce(deleted.requests, 0) = told.requests
      and stored.cost + coalesce(deleted.cost_nano_usd, 0) = told.cost
    order by 1`.execute(database);
  return rows.map(({ day }) => day);
}
