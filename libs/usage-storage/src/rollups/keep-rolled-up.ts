import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase } from '../open-database.js';
import { reasonOf } from '../reason-of.js';
import { finalise } from './finalise.js';
import { rollUp } from './roll-up.js';

/** A database that does not answer one statement within this time is left alone until the next run. */
const queryTimeoutMs = 10 * 60 * 1000;

/** How long a stop waits for the window under way; cut off, it is as if it had not begun. */
const stopMs = 1000;

/** When usage is added up, and when it is final; durations in milliseconds. */
export interface RollupKeeperOptions {
  readonly databaseUrl: string;
  readonly intervalMs: number;
  /** How long after its end a window is added up. */
  readonly settleMs: number;
  readonly finalDayAfterMs: number;
  readonly finalMonthAfterMs: number;
  readonly onProblem: (message: string) => void;
}

/** How the duty does, for metrics. */
export interface RollupKeeperState {
  /** End of the last run that met no trouble, in milliseconds since the epoch; `undefined` before the first. */
  readonly doneAt: number | undefined;
  /** Runs that failed since then. */
  readonly failures: number;
  /** Windows that could not become final in the last run, because they differ from what they were added up from. */
  readonly refused: number;
}

/** A duty that can be ended. */
export interface RollupKeeper {
  state(): RollupKeeperState;
  stop(): Promise<void>;
}

/** Adds usage up again and again. Any number of processes may do it; each run does what is left. It never throws. */
export function keepRolledUp(options: RollupKeeperOptions): RollupKeeper {
  const stopping = new AbortController();
  const { signal } = stopping;
  let state: RollupKeeperState = { doneAt: undefined, failures: 0, refused: 0 };
  const loop = async (): Promise<void> => {
    while (!signal.aborted) {
      // Replicas that were started together do not look at the same moment.
      const restMs = options.intervalMs * (0.75 + Math.random() / 2);
      await sleep(restMs, undefined, { signal, ref: false }).catch(() => undefined); // aborted, the loop ends
      if (!signal.aborted) state = await run(options, state, signal);
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

async function run(
  options: RollupKeeperOptions,
  before: RollupKeeperState,
  signal: AbortSignal,
): Promise<RollupKeeperState> {
  const database = openDatabase(options.databaseUrl, { maxConnections: 1, queryTimeoutMs });
  try {
    const now = Date.now();
    await rollUp(database, { until: now - options.settleMs, signal });
    const [daysUntil, monthsUntil] = [now - options.finalDayAfterMs, now - options.finalMonthAfterMs];
    const { refused } = await finalise(database, { daysUntil, monthsUntil, signal });
    for (const { window, source } of refused) {
      const start = new Date(window.start).toISOString();
      options.onProblem(`the ${window.period} of ${start} is not made final: it differs from ${source.source}`);
    }
    return { doneAt: Date.now(), failures: 0, refused: refused.length };
  } catch (error) {
    if (!signal.aborted) options.onProblem(`usage is not added up for now: ${reasonOf(error)}`);
    return { ...before, failures: before.failures + 1 };
  } finally {
    // A server that is paused never says goodbye.
    await Promise.race([database.destroy(), sleep(stopMs, undefined, { ref: false })]);
  }
}
