import type { Kysely } from 'kysely';
import type { Tables } from '../tables.js';
import { compareWindow, type Discrepancy } from './compare-window.js';
import { correctedDrafts, dueWindows } from './due-windows.js';
import { draftsUntil, type FinaliseOptions } from './finalise.js';
import type { Period } from './period.js';

/** What a roll-up would do now. */
export interface RollUpPlan {
  readonly due: Readonly<Record<Period, number>>;
  /** Drafts with corrections. */
  readonly renewed: number;
}

/** What making final would do now. */
export interface FinalisePlan {
  readonly days: number;
  readonly months: number;
  readonly refused: readonly Discrepancy[];
}

/** What a roll-up would do now, without doing it. */
export async function planRollUp(database: Kysely<Tables>, until: number): Promise<RollUpPlan> {
  const due = async (period: Period): Promise<number> =>
    (await dueWindows(database, period, { until, ofDueParts: 'included' })).length;
  const corrected = async (period: Period): Promise<number> => (await correctedDrafts(database, period)).length;
  return {
    due: { hour: await due('hour'), day: await due('day'), month: await due('month') },
    renewed: (await corrected('hour')) + (await corrected('day')) + (await corrected('month')),
  };
}

/** What making final would do now, without doing it. */
export async function planFinalise(
  database: Kysely<Tables>,
  { daysUntil, monthsUntil }: FinaliseOptions,
): Promise<FinalisePlan> {
  const days = await draftsUntil(database, 'day', daysUntil);
  const months = await draftsUntil(database, 'month', monthsUntil);
  const refused: Discrepancy[] = [];
  for (const window of [...days, ...months]) refused.push(...(await compareWindow(database, window)));
  const refusedIn = (period: Period): number =>
    new Set(refused.filter(({ window }) => window.period === period).map(({ window }) => window.start)).size;
  return { days: days.length - refusedIn('day'), months: months.length - refusedIn('month'), refused };
}
