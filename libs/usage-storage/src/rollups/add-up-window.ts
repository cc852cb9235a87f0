import { sql, type Kysely, type Transaction } from 'kysely';
import type { Tables } from '../tables.js';
import { endOf, rollupTables, type Period, type Window } from './period.js';
import { addUpRollup, addUpRows } from './rollup-sql.js';
import { takeTurn } from './window-turn.js';

/** What became of a window. `kept`: it was there, and is final or has nothing to fold in. */
export type WindowOutcome = 'added' | 'renewed' | 'kept' | 'busy';

/** What a period is added up from; an hour from the rows themselves. */
const sources = { day: 'hour', month: 'day' } as const satisfies Partial<Record<Period, Period>>;

/** Adds a window up, or adds a draft with corrections up afresh, in one transaction. */
export async function addUpWindow(database: Kysely<Tables>, window: Window): Promise<WindowOutcome> {
  return takeTurn(database, window, async (transaction) => {
    const known = await readState(transaction, window);
    if (known !== undefined && (known.status === 'final' || known.corrections === 0n)) return 'kept';
    if (known !== undefined) await removeSums(transaction, window);
    await insertSums(transaction, window);
    await noteWindow(transaction, window);
    return known === undefined ? 'added' : 'renewed';
  });
}

interface WindowState {
  readonly status: 'draft' | 'final';
  readonly corrections: bigint;
}

async function readState(transaction: Transaction<Tables>, window: Window): Promise<WindowState | undefined> {
  const { rows } = await sql<WindowState>`
    select status, correction_count as corrections from usage_rollup_windows
    where period = ${window.period} and window_start = ${new Date(window.start)}`.execute(transaction);
  return rows[0];
}

async function removeSums(transaction: Transaction<Tables>, { period, start }: Window): Promise<void> {
  const table = sql.table(rollupTables[period]);
  await sql`delete from ${table} where bucket_start = ${new Date(start)}`.execute(transaction);
}

async function insertSums(transaction: Transaction<Tables>, window: Window): Promise<void> {
  const { period, start } = window;
  // Written out and not as parameters: the statement is text of ours, and an instant in ISO form quotes nothing.
  const [from, to] = [start, endOf(window)].map((each) => `timestamptz '${new Date(each).toISOString()}'`);
  const where = (column: string): string => `${column} >= ${from} and ${column} < ${to}`;
  const addition = { into: rollupTables[period], bucket: `${from}` };
  const statement =
    period === 'hour'
      ? addUpRows({ ...addition, from: 'request_usage', where: where('started_at') }, 'base')
      : addUpRollup({ ...addition, from: rollupTables[sources[period]], where: where('bucket_start') });
  await sql.raw(statement).execute(transaction);
}

async function noteWindow(transaction: Transaction<Tables>, { period, start }: Window): Promise<void> {
  const at = new Date(start);
  await sql`
    insert into usage_rollup_windows as known
      (period, window_start, status, source_request_count, source_cost_nano_usd)
    select ${period}, ${at}::timestamptz, 'draft', coalesce(sum(requests), 0), coalesce(sum(cost_nano_usd), 0)
    from ${sql.table(rollupTables[period])} where bucket_start = ${at}
    on conflict (period, window_start) do update set source_request_count = excluded.source_request_count,
      source_cost_nano_usd = excluded.source_cost_nano_usd, correction_count = 0, computed_at = now()`.execute(
    transaction,
  );
}
