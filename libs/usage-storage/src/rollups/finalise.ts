import { sql, type Kysely, type Transaction } from 'kysely';
import type { Tables } from '../tables.js';
import { compareWindow, type Discrepancy } from './compare-window.js';
import { endOf, type Window } from './period.js';
import { takeTurn } from './window-turn.js';

/** What may become final. Instants are milliseconds since the epoch. */
export interface FinaliseOptions {
  /** Days that end by then, with their hours. */
  readonly daysUntil: number;
  /** Months that end by then and whose days are all final. */
  readonly monthsUntil: number;
  /** Aborted, the run ends after the window it is at. */
  readonly signal?: AbortSignal;
}

/** What a run made final. */
export interface FinaliseReport {
  readonly days: number;
  readonly months: number;
  /** Windows that stay drafts, because their sums are not those of what they were added up from. */
  readonly refused: readonly Discrepancy[];
  /** Another process was at it, so this run left the rest to it. */
  readonly busy: boolean;
}

/**
 * Makes days, with their hours, and then months final. Before that a day is compared with its rows and its hours, and a
 * month with its days; one that differs is refused and told. Windows are taken one by one, so a run may be cut off.
 */
export async function finalise(database: Kysely<Tables>, options: FinaliseOptions): Promise<FinaliseReport> {
  const done = { day: 0, month: 0 };
  const refused: Discrepancy[] = [];
  for (const period of ['day', 'month'] as const) {
    const until = period === 'day' ? options.daysUntil : options.monthsUntil;
    for (const window of await draftsUntil(database, period, until)) {
      if (options.signal?.aborted === true) break;
      const outcome = await finaliseWindow(database, window);
      if (outcome === 'busy') return { days: done.day, months: done.month, refused, busy: true };
      if (outcome === 'final') done[period] += 1;
      else if (outcome !== 'kept') refused.push(...outcome);
    }
  }
  return { days: done.day, months: done.month, refused, busy: false };
}

/** Drafts that could become final, oldest first. A month waits for its days. */
export async function draftsUntil(
  database: Kysely<Tables>,
  period: 'day' | 'month',
  until: number,
): Promise<readonly Window[]> {
  const { rows } = await sql<{ start: Date }>`
    select window_start as start from usage_rollup_windows as draft
    where period = ${period} and status = 'draft' and window_start < ${new Date(until)}
    order by 1`.execute(database);
  return rows.map(({ start }) => ({ period, start: start.getTime() })).filter((window) => endOf(window) <= until);
}

type FinaliseOutcome = 'final' | 'kept' | 'busy' | readonly Discrepancy[];

async function finaliseWindow(database: Kysely<Tables>, window: Window): Promise<FinaliseOutcome> {
  return takeTurn({ database }, [window], async (transaction) => {
    if (window.period === 'month' && !(await hasFinalDays(transaction, window))) return 'kept';
    const discrepancies = await compareWindow(transaction, window);
    if (discrepancies.length > 0) return discrepancies;
    return (await seal(transaction, window)) ? 'final' : 'kept';
  });
}

async function hasFinalDays(transaction: Transaction<Tables>, window: Window): Promise<boolean> {
  const [from, to] = [new Date(window.start), new Date(endOf(window))];
  const { rows } = await sql<{ drafts: boolean }>`
    select exists (select from usage_rollup_windows where period = 'day' and status = 'draft'
      and window_start >= ${from} and window_start < ${to}) as drafts`.execute(transaction);
  return rows[0]?.drafts === false;
}

/** In one statement: a day and its hours are final together. */
async function seal(transaction: Transaction<Tables>, window: Window): Promise<boolean> {
  const [from, to] = [new Date(window.start), new Date(endOf(window))];
  const { numAffectedRows } = await sql`
    update usage_rollup_windows set status = 'final', finalised_at = now()
    where status = 'draft' and window_start >= ${from} and window_start < ${to}
      and period in (${window.period}, ${window.period === 'day' ? 'hour' : window.period})`.execute(transaction);
  return (numAffectedRows ?? 0n) > 0n;
}
