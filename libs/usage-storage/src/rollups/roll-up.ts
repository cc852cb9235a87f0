import type { Kysely } from 'kysely';
import type { Tables } from '../tables.js';
import { addUpWindows, renewDraft } from './add-up-windows.js';
import { correctedDrafts, dueWindows } from './due-windows.js';
import { periods, type Period } from './period.js';
import { stretchesOf } from './stretches.js';

/** What a run is to add up. */
export interface RollUpOptions {
  /** Windows that end by this instant, in milliseconds since the epoch. */
  readonly until: number;
  /** Months before the one of the first request since then are passed over; default none is. */
  readonly since?: number;
  /** How long to wait for those who are just storing rows of a window. Default 5000: the next run tries again. */
  readonly lockWaitMs?: number;
  /** Aborted, the run ends after the windows it is at. */
  readonly signal?: AbortSignal;
}

/** What a run did. */
export interface RollUpReport {
  /** New windows by period. */
  readonly added: Readonly<Record<Period, number>>;
  /** Drafts that late rows had come to, added up afresh. */
  readonly renewed: number;
  /** Another process was at it, so this run left the rest to it. */
  readonly busy: boolean;
}

/**
 * Adds up every window that is complete and not added up: hours from the rows, days from their hours, months from their
 * days; then drafts with corrections afresh. Windows are taken a few at a time, in short transactions, so a run may be
 * cut off anywhere and any number of processes may run it.
 */
export async function rollUp(database: Kysely<Tables>, options: RollUpOptions): Promise<RollUpReport> {
  const added = { hour: 0, day: 0, month: 0 };
  const turns = { database, lockWaitMs: options.lockWaitMs };
  let renewed = 0;
  for (const period of periods) {
    for await (const stretch of stretchesOf(database, await dueWindows(database, period, options))) {
      if (options.signal?.aborted === true) return { added, renewed, busy: false };
      if ((await addUpWindows(turns, stretch)) === 'busy') return { added, renewed, busy: true };
      added[period] += stretch.length;
    }
    for (const draft of await correctedDrafts(database, period)) {
      if (options.signal?.aborted === true) return { added, renewed, busy: false };
      const outcome = await renewDraft(turns, draft);
      if (outcome === 'busy') return { added, renewed, busy: true };
      if (outcome === 'renewed') renewed += 1;
    }
  }
  return { added, renewed, busy: false };
}
