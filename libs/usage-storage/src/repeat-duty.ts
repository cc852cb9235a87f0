import { setTimeout as sleep } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import { openDatabase } from './open-database.js';
import { reasonOf } from './reason-of.js';
import { tellOutage, type OutageTeller } from './tell-outage.js';
import type { Tables } from './tables.js';

/** A database that does not answer one statement within this time is left alone until the next run. */
const queryTimeoutMs = 10 * 60 * 1000;

/** How long a stop waits for the transaction under way; cut off, it is as if it had not begun. */
const stopMs = 1000;

/** Something to be done in the database again and again. */
export interface Duty {
  readonly databaseUrl: string;
  readonly intervalMs: number;
  /** Begins what is said when a run fails, e.g. `usage is not added up for now`. */
  readonly failure: string;
  /** Begins what is said when it is done again, e.g. `usage is added up again`. */
  readonly success: string;
  readonly onProblem: (message: string) => void;
  run(database: Kysely<Tables>, signal: AbortSignal): Promise<void>;
}

/** A duty that can be ended. */
export interface RepeatedDuty {
  /** End of the last run that met no trouble, in milliseconds since the epoch, and runs that failed since then. */
  state(): { readonly doneAt: number | undefined; readonly failures: number };
  stop(): Promise<void>;
}

/** Does it, one run at a time, with a connection that is open for the run alone. It never throws. */
export function repeatDuty(duty: Duty): RepeatedDuty {
  const stopping = new AbortController();
  const { signal } = stopping;
  const outage = tellOutage({ lost: duty.failure, back: duty.success }, duty.onProblem);
  let state: ReturnType<RepeatedDuty['state']> = { doneAt: undefined, failures: 0 };
  const loop = async (): Promise<void> => {
    while (!signal.aborted) {
      // Replicas that were started together do not look at the same moment.
      const restMs = duty.intervalMs * (0.75 + Math.random() / 2);
      await sleep(restMs, undefined, { signal, ref: false }).catch(() => undefined); // aborted, the loop ends
      if (signal.aborted) return;
      const isDone = await runOnce(duty, outage, signal);
      state = isDone ? { doneAt: Date.now(), failures: 0 } : { ...state, failures: state.failures + 1 };
    }
  };
  const ended = loop();
  return {
    state: () => state,
    async stop() {
      stopping.abort();
      await Promise.race([ended, sleep(stopMs, undefined, { ref: false })]);
    },
  };
}

async function runOnce(duty: Duty, outage: OutageTeller, signal: AbortSignal): Promise<boolean> {
  const database = openDatabase(duty.databaseUrl, { maxConnections: 1, queryTimeoutMs });
  try {
    await duty.run(database, signal);
    outage.over();
    return true;
  } catch (error) {
    if (!signal.aborted) outage.failed(reasonOf(error));
    return false;
  } finally {
    // A server that is paused never says goodbye.
    await Promise.race([database.destroy(), sleep(stopMs, undefined, { ref: false })]);
  }
}
