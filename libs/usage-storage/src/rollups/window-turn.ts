import { sql, type Kysely, type Transaction } from 'kysely';
import type { Tables } from '../tables.js';
import type { Window } from './period.js';

/** Writers of these windows stand behind whoever waits for them: not for longer than they have patience. */
const defaultLockWaitMs = 5000;

/** Where turns are taken, and how long to wait for those who are just storing rows of the windows. */
export interface Turns {
  readonly database: Kysely<Tables>;
  readonly lockWaitMs?: number | undefined;
}

/**
 * Does something with windows of one period while nobody adds rows to them: in a transaction of its own, whose
 * statements see all that was stored before. `busy` when another process works on rollups at this moment. Locks are
 * taken in the order in which writers take them.
 */
export async function takeTurn<Result>(
  { database, lockWaitMs = defaultLockWaitMs }: Turns,
  windows: readonly [Window, ...Window[]],
  work: (transaction: Transaction<Tables>) => Promise<Result>,
): Promise<Result | 'busy'> {
  const [{ period }] = windows;
  const starts = windows.map(({ start }) => new Date(start));
  return database
    .transaction()
    .setIsolationLevel('read committed')
    .execute(async (transaction) => {
      const duty = sql<{ ours: boolean }>`select set_config('lock_timeout', ${String(lockWaitMs)}, true),
        pg_try_advisory_xact_lock(hashtextextended('rollups', 0)) as ours`;
      if ((await duty.execute(transaction)).rows[0]?.ours !== true) return 'busy';
      await sql`select pg_advisory_xact_lock_shared(usage_windows_lock())`.execute(transaction);
      await sql`select pg_advisory_xact_lock(usage_window_lock(${period}, start))
        from unnest(${starts}::timestamptz[]) with ordinality as windows (start, place) order by place`.execute(
        transaction,
      );
      return work(transaction);
    });
}
