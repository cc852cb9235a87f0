import { sql, type Kysely } from 'kysely';
import type { Tables } from '../tables.js';

/** So many of the newest requests tell how long records take. */
const looked = 1000;

/** The newest of what is stored; instants are milliseconds since the epoch. */
export interface LastStored {
  readonly storedAt: number;
  readonly startedAt: number;
  /** Longest time from the end of a request to its row, among the newest. */
  readonly slowestMs: number;
}

/** What was stored last, out of the requests that started last; `undefined` while there are none. */
export async function readLastStored(database: Kysely<Tables>): Promise<LastStored | undefined> {
  const { rows } = await sql<{ stored_at: Date | null; started_at: Date; slowest: number }>`
    select max(stored_at) as stored_at, max(started_at) as started_at,
      max(extract(epoch from stored_at - started_at) * 1000 - latency_ms)::float8 as slowest
    from (select stored_at, started_at, latency_ms from request_usage order by started_at desc limit ${looked}) as newest`.execute(
    database,
  );
  const [row] = rows;
  if (row === undefined || row.stored_at === null) return undefined;
  const [storedAt, startedAt] = [row.stored_at.getTime(), row.started_at.getTime()];
  return { storedAt, startedAt, slowestMs: Math.max(0, Math.round(row.slowest)) };
}
