import { sql, type Kysely, type Transaction } from 'kysely';
import type { Tables } from '../tables.js';
import type { Window } from './period.js';

/** How long to wait for those who are just storing rows of a window; the next run tries again. */
const lockWaitMs = 5000;

/**
 * Does something with a window while nobody adds rows to it: in a transaction of its own, whose statements see all that
 * was stored before. `busy` when another process works on rollups at this moment.
 */
export async function takeTurn<Result>(
  database: Kysely<Tables>,
  window: Window,
  work: (transaction: Transaction<Tables>) => Promise<Result>,
): Promise<Result | 'busy'> {
  const start = new Date(window.start);
  return database
    .transaction()
    .setIsolationLevel('read committed')
    .execute(async (transaction) => {
      const duty = sql<{ ours: boolean }>`select set_config('lock_timeout', ${String(lockWaitMs)}, true),
        pg_try_advisory_xact_lock(hashtextextended('rollups', 0)) as ours`;
      if ((await duty.execute(transaction)).rows[0]?.ours !== true) return 'busy';
      await sql`select pg_advisory_xact_lock_shared(usage_windows_lock()),
        pg_advisory_xact_lock(usage_window_lock(${window.period}, ${start}))`.execute(transaction);
      return work(transaction);
    });
}
