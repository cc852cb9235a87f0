import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase } from '../open-database.js';
import { changeCanary, type CanaryChange } from './change-canary.js';
import type { StoredCanary } from './canary-row.js';
import { followCanaries, type FollowedCanary } from './follow-canaries.js';

/** How long a stop waits for a server that is paused. */
const stopMs = 1_000;

/** Where replicas agree on how far canaries are. */
export interface CanaryBook {
  /** Rejects when the database does not answer in time. */
  follow(canaries: readonly FollowedCanary[]): Promise<readonly StoredCanary[]>;
  /** Whether it was this call that changed it. */
  change(change: CanaryChange): Promise<boolean>;
  close(): Promise<void>;
}

/** Opens no connection before it is asked. */
export function openCanaryBook({ databaseUrl, timeoutMs = 3_000 }: CanaryBookOptions): CanaryBook {
  const database = openDatabase(databaseUrl, { maxConnections: 1, queryTimeoutMs: timeoutMs });
  return {
    follow: (canaries) => followCanaries(database, canaries),
    change: (change) => changeCanary(database, change),
    close: () => Promise.race([database.destroy(), sleep(stopMs, undefined, { ref: false })]),
  };
}

/** Where the database is, and how long it may take to answer: 3 s when left out. */
export interface CanaryBookOptions {
  readonly databaseUrl: string;
  readonly timeoutMs?: number;
}
