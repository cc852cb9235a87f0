import { hostname } from 'node:os';
import { repeatDuty, type RepeatedDuty } from '../repeat-duty.js';
import type { KeptDays } from './data-class.js';
import { runRetention } from './run-retention.js';

/** Often, since whoever restarts a gateway every hour has old rows too. */
const lookEveryMs = 600_000;

/** A little less than a day, so that the hour of the job does not wander. */
const restMs = 23 * 3_600_000;

/** What is kept for how long, and whether the rest is deleted or only counted. */
export interface RetentionKeeperOptions {
  readonly databaseUrl: string;
  readonly dryRun: boolean;
  readonly batchRows: number;
  readonly keptDays: KeptDays;
  readonly onProblem: (message: string) => void;
  /** How often to look whether a job is due; one is once a day. Default ten minutes. */
  readonly intervalMs?: number;
}

/** Looks once a day for what is old enough; of several processes one does. It never throws. */
export function keepRetention(options: RetentionKeeperOptions): RepeatedDuty {
  const { databaseUrl, onProblem, intervalMs = lookEveryMs, keptDays, batchRows } = options;
  const requestedBy = `gateway:${hostname()}`;
  return repeatDuty({
    ...{
      databaseUrl,
      intervalMs,
      onProblem,
      failure: 'old rows are not deleted for now',
      success: 'old rows are deleted again',
    },
    run: async (database, signal) => {
      const job = { mode: options.dryRun ? 'dry-run' : 'delete', requestedBy, restMs } as const;
      await runRetention(database, { ...job, now: Date.now(), keptDays, batchRows, signal });
    },
  });
}
