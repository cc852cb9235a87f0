import { sql, type Transaction } from 'kysely';
import type { Tables } from '../tables.js';
import { endOf, rollupTables, type Period, type Window } from './period.js';
import { addUpRollup, addUpRows } from './rollup-sql.js';
import { takeTurn, type Turns } from './window-turn.js';

/** Windows of one period, each of which starts where the one before it ends. */
export type Stretch = readonly [Window, ...Window[]];

/** What a period is added up from; an hour from the rows themselves. */
const sources = { day: 'hour', month: 'day' } as const satisfies Partial<Record<Period, Period>>;

/** Adds new windows up in one transaction. `busy`: another process is at it, or was faster. */
export async function addUpWindows(turns: Turns, stretch: Stretch): Promise<'added' | 'busy'> {
  return takeTurn(turns, stretch, async (transaction) => {
    if (await isKnown(transaction, stretch)) return 'busy';
    await insertSums(transaction, stretch);
    await noteWindows(transaction, stretch);
    return 'added';
  });
}

/** Adds a draft that has corrections up afresh. `kept`: it is final by now, or has none. */
export async function renewDraft(turns: Turns, window: Window): Promise<'renewed' | 'kept' | 'busy'> {
  return takeTurn(turns, [window], async (transaction) => {
    const { period, start } = window;
    const { rows } = await sql`select from usage_rollup_windows where period = ${period}
      and window_start = ${new Date(start)} and status = 'draft' and correction_count > 0`.execute(transaction);
    if (rows.length === 0) return 'kept';
    const table = sql.table(rollupTables[period]);
    await sql`delete from ${table} where bucket_start = ${new Date(start)}`.execute(transaction);
    await insertSums(transaction, [window]);
    await noteWindows(transaction, [window]);
    return 'renewed';
  });
}

async function isKnown(transaction: Transaction<Tables>, stretch: Stretch): Promise<boolean> {
  const { rows } = await sql`select from usage_rollup_windows where period = ${stretch[0].period}
    and window_start = any (${startsOf(stretch)}::timestamptz[]) limit 1`.execute(transaction);
  return rows.length > 0;
}

async function insertSums(transaction: Transaction<Tables>, stretch: Stretch): Promise<void> {
  const [{ period, start }] = stretch;
  // Written out and not as parameters: the statement is text of ours, and an instant in ISO form quotes nothing.
  const [from, to] = [start, endOfStretch(stretch)].map((each) => `timestamptz '${new Date(each).toISOString()}'`);
  const addition = (source: string, column: string) => ({
    ...{ into: rollupTables[period], from: source, bucket: `date_trunc('${period}', ${column}, 'UTC')` },
    where: `${column} >= ${from} and ${column} < ${to}`,
  });
  const statement =
    period === 'hour'
      ? addUpRows(addition('request_usage', 'started_at'), 'base')
      : addUpRollup(addition(rollupTables[sources[period]], 'bucket_start'));
  await sql.raw(statement).execute(transaction);
}

async function noteWindows(transaction: Transaction<Tables>, stretch: Stretch): Promise<void> {
  const { period } = stretch[0];
  await sql`
    insert into usage_rollup_windows as known (period, window_start, status, source_request_count, source_cost_nano_usd)
    select ${period}, start, 'draft', coalesce(sum(requests), 0), coalesce(sum(cost_nano_usd), 0)
    from unnest(${startsOf(stretch)}::timestamptz[]) as windows (start)
      left join ${sql.table(rollupTables[period])} on bucket_start = start
    group by start
    on conflict (period, window_start) do update set source_request_count = excluded.source_request_count,
      source_cost_nano_usd = excluded.source_cost_nano_usd, correction_count = 0, computed_at = now()`.execute(
    transaction,
  );
}

function startsOf(stretch: Stretch): readonly Date[] {
  return stretch.map(({ start }) => new Date(start));
}

function endOfStretch(stretch: Stretch): number {
  return endOf(stretch.at(-1) ?? stretch[0]);
}
