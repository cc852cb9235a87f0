import { setTimeout as sleep } from 'node:timers/promises';
import { tellOutage } from '@smart-router/usage-storage';
import { migrateDatabase } from './migrate-database.js';

const retryMs = 1000;

/** How long a stop waits for a migration under way. */
const stopMs = 1000;

/** Migrations that wait for their database. */
export interface Migrating {
  stop(): Promise<void>;
}

/** Brings the database up to date as soon as it is there; a gateway starts without waiting for it. */
export function keepMigrated(databaseUrl: string, onProblem: (message: string) => void): Migrating {
  const stopping = new AbortController();
  const done = migrateUntilDone(databaseUrl, stopping.signal, onProblem);
  return {
    async stop() {
      stopping.abort();
      // A migration under way on a database that has gone silent would never end. Migrations may be cut off: each is one
      // transaction.
      await Promise.race([done, sleep(stopMs, undefined, { ref: false })]);
    },
  };
}

async function migrateUntilDone(
  databaseUrl: string,
  signal: AbortSignal,
  onProblem: (message: string) => void,
): Promise<void> {
  const outage = tellOutage({ lost: 'migrations wait for the database', back: 'migrations are done' }, onProblem);
  while (!signal.aborted) {
    try {
      await migrateDatabase(databaseUrl);
      outage.over();
      return;
    } catch (error) {
      outage.failed(error instanceof Error ? error.message : String(error));
      await sleep(retryMs, undefined, { signal }).catch(() => undefined); // aborted, the loop ends
    }
  }
}
