import type { Logger } from 'pino';
import { explainDatabaseError, tellOutage, type AdminStore } from '@smart-router/usage-storage';

const everyMs = 60_000;
const retryMs = 5000;

const outageWords = {
  lost: 'the database of the reports does not answer',
  back: 'the database of the reports answers again',
};

/** A duty that can be ended. */
export interface Upkeep {
  stop(): void;
}

/** Removes what has expired, once a minute, and says once what the database role may do that it should not. */
export function keepAdmin(store: AdminStore, log: Logger, now: () => number = Date.now): Upkeep {
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  let isChecked = false;
  const outage = tellOutage(outageWords, (message) => log.warn(message));
  const run = async (): Promise<void> => {
    try {
      if (!isChecked) isChecked = await checkRole(store, log);
      await store.sweep(now());
      outage.over();
    } catch (error) {
      if (!isStopped) outage.failed(explainDatabaseError(error));
    }
    if (!isStopped) timer = setTimeout(() => void run(), isChecked ? everyMs : retryMs).unref();
  };
  void run(); // it reports its failures itself
  return {
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}

/** True when there is nothing more to say; what is missing may come, by a migration or a grant. */
async function checkRole(store: AdminStore, log: Logger): Promise<boolean> {
  const { writable, readsTokenHashes, missing } = await store.privileges();
  if (missing.length > 0) {
    log.error(
      { tables: missing },
      'tables are missing or not granted: run smart-router migrate, then smart-router-reports grant',
    );
    return false;
  }
  if (writable.length > 0)
    log.warn(
      { tables: writable },
      'THE DATABASE ROLE OF THE REPORTS COULD CHANGE USAGE AND KEYS: give them a role of their own by smart-router-reports grant',
    );
  if (readsTokenHashes)
    log.warn(
      'the database role of the reports could read the hashes of tokens: smart-router-reports grant takes that away',
    );
  return true;
}
