import { earlierClock } from '../earlier-clock.js';
import { repeatDuty, type RepeatedDuty } from '../repeat-duty.js';
import { finalise } from './finalise.js';
import { rollUp } from './roll-up.js';

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

/** A keeper that can be ended. */
export interface RollupKeeper extends RepeatedDuty {
  state(): RollupKeeperState;
}

/** Adds usage up again and again. Any number of processes may do it; each run does what is left. It never throws. */
export function keepRolledUp(options: RollupKeeperOptions): RollupKeeper {
  const { databaseUrl, intervalMs, onProblem } = options;
  let refusedWindows = 0;
  const duty = repeatDuty({
    ...{
      databaseUrl,
      intervalMs,
      onProblem,
      failure: 'usage is not added up for now',
      success: 'usage is added up again',
    },
    run: async (database, signal) => {
      const now = await earlierClock(database, Date.now());
      await rollUp(database, { until: now - options.settleMs, signal });
      const [daysUntil, monthsUntil] = [now - options.finalDayAfterMs, now - options.finalMonthAfterMs];
      const { refused } = await finalise(database, { daysUntil, monthsUntil, signal });
      for (const { window, source } of refused) {
        const start = new Date(window.start).toISOString();
        onProblem(`the ${window.period} of ${start} is not made final: it differs from ${source.source}`);
      }
      refusedWindows = refused.length;
    },
  });
  return { stop: () => duty.stop(), state: () => ({ ...duty.state(), refused: refusedWindows }) };
}
