import { sql, type Kysely } from 'kysely';
import type { Tables } from './tables.js';

/**
 * This machine's time, or the database's where that is earlier; in milliseconds since the epoch. A clock that was set
 * ahead for a moment makes nothing old enough to be deleted, and no day over.
 */
export async function earlierClock(database: Kysely<Tables>, now: number): Promise<number> {
  const { rows } = await sql<{ at: Date }>`select clock_timestamp() as at`.execute(database);
  return Math.min(now, rows[0]?.at.getTime() ?? now);
}
