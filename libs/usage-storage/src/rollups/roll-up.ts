import type { Kysely } from 'kysely';
import type { Tables } from '../tables.js';
import { addUpWindow, type WindowOutcome } from './add-up-window.js';
import { correctedDrafts, dueWindows } from './due-windows.js';
import { periods, type Period, type Window } from './period.js';

/** What a run is to add up. */
export interface RollUpOptions {
  /** Windows that end by this instant, in milliseconds since the epoch. */
  readonly until: number;
  /** Requests that started before are passed over; default none is. */
  readonly since?: number;
  /** Aborted, the run ends after the window it is at. */
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
 * days; then drafts with corrections afresh. Each window is a short transaction of its own, so a run may be cut off
 * anywhere and any number of processes may run it.
 */
export async function rollUp(database: Kysely<Tables>, options: RollUpOptions): Promise<RollUpReport> {
  const added = { hour: 0, day: 0, month: 0 };
  let renewed = 0;
  for (const period of periods) {
    for await (const outcome of addUpAll(database, period, options)) {
      if (outcome === 'busy') return { added, renewed, busy: true };
      if (outcome === 'added') added[period] += 1;
      if (outcome === 'renewed') renewed += 1;
    }
  }
  return { added, renewed, busy: false };
}

async function* addUpAll(
  database: Kysely<Tables>,
  period: Period,
  { since, until, signal }: RollUpOptions,
): AsyncGenerator<WindowOutcome> {
  const windows: readonly Window[] = [
    ...(await dueWindows(database, period, { since, until })),
    ...(await correctedDrafts(database, period)),
  ];
  for (const window of windows) {
    if (signal?.aborted === true) return;
    yield await addUpWindow(database, window);
  }
}
