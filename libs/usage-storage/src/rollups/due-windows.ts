import { sql, type Kysely } from 'kysely';
import type { Tables } from '../tables.js';
import { endOf, startOf, windowsIn, type Period, type Window } from './period.js';

/** Which windows are looked for. */
export interface DueRange {
  readonly since?: number;
  readonly until: number;
  /** Windows of which parts are due themselves: default they are left out, since they are not to be added up yet. */
  readonly ofDueParts?: 'left-out' | 'included';
}

/**
 * The windows of one period that end by `until` and are not added up, though all they are added up from is. Months
 * that never had a row are passed over, and so are those that are added up themselves.
 */
export async function dueWindows(
  database: Kysely<Tables>,
  period: Period,
  range: DueRange,
): Promise<readonly Window[]> {
  const due: Window[] = [];
  let month = await nextMonth(database, range.since);
  while (month !== undefined && month.start < range.until) {
    due.push(...(await dueInMonth(database, period, { ...range, month })));
    month = await nextMonth(database, endOf(month));
  }
  return due;
}

/** Drafts that corrections were added to. */
export async function correctedDrafts(database: Kysely<Tables>, period: Period): Promise<readonly Window[]> {
  const { rows } = await sql<{ start: Date }>`
    select window_start as start from usage_rollup_windows
    where period = ${period} and status = 'draft' and correction_count > 0 order by 1`.execute(database);
  return rows.map(({ start }) => ({ period, start: start.getTime() }));
}

/** The first month from `from` on that has a row, or has had one: its rows may be gone because they were old. */
async function nextMonth(database: Kysely<Tables>, from: number | undefined): Promise<Window | undefined> {
  const after = (column: string) => (from === undefined ? sql`true` : sql`${sql.ref(column)} >= ${new Date(from)}`);
  const query = sql<{ first: Date | null }>`
    select least(
      (select min(started_at) from request_usage where ${after('started_at')}),
      (select min(window_start) from usage_rollup_windows where period = 'hour' and ${after('window_start')})
    ) as first`;
  const instant = (await query.execute(database)).rows[0]?.first?.getTime();
  return instant === undefined ? undefined : { period: 'month', start: startOf('month', instant) };
}

async function dueInMonth(
  database: Kysely<Tables>,
  period: Period,
  { month, until, ofDueParts }: DueRange & { readonly month: Window },
): Promise<readonly Window[]> {
  const known = await knownIn(database, month);
  const isKnown = (window: Window): boolean => known.has(keyOf(window));
  if (isKnown(month)) return [];
  const complete = windowsIn(period, { from: month.start, to: Math.min(until, endOf(month)) });
  return complete.filter((window) => !isKnown(window) && (ofDueParts === 'included' || partsOf(window).every(isKnown)));
}

function partsOf(window: Window): readonly Window[] {
  const range = { from: window.start, to: endOf(window) };
  if (window.period === 'hour') return [];
  return windowsIn(window.period === 'day' ? 'hour' : 'day', range);
}

/** Of a month that is added up itself nothing else is read: years of them are looked at in every run. */
async function knownIn(database: Kysely<Tables>, month: Window): Promise<ReadonlySet<string>> {
  const [from, to] = [new Date(month.start), new Date(endOf(month))];
  const { rows } = await sql<{ period: Period; start: Date }>`
    select period, window_start as start from usage_rollup_windows
    where window_start >= ${from} and window_start < ${to} and (period = 'month' or not exists (
      select from usage_rollup_windows where period = 'month' and window_start = ${from}))`.execute(database);
  return new Set(rows.map(({ period, start }) => keyOf({ period, start: start.getTime() })));
}

function keyOf({ period, start }: Window): string {
  return `${period} ${start}`;
}
