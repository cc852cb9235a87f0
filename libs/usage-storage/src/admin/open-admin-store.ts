import { sql } from 'kysely';
import { openDatabase } from '../open-database.js';
import { untilAborted } from '../until-aborted.js';
import type { AdminStore } from './admin-store.js';
import { readPrivileges } from './read-privileges.js';
import { startSecurityLog } from './security-log.js';
import { makeSessionStore } from './session-store.js';
import { makeSignInLimiter } from './sign-in-limiter.js';
import { sweepAdmin } from './sweep-admin.js';
import { makeTransactionStore } from './transaction-store.js';

/** Bounds of the store. */
export interface AdminStoreOptions {
  /** No statement takes longer. Default 3000. */
  readonly queryTimeoutMs?: number;
  /** Told when events of access cannot be stored for the moment. */
  readonly onProblem?: (message: string) => void;
}

/** Opens what the reports keep in Postgres. It connects when it is asked first, and again after every failure. */
export function openAdminStore(databaseUrl: string, options: AdminStoreOptions = {}): AdminStore {
  const { queryTimeoutMs = 3000, onProblem = () => undefined } = options;
  const database = openDatabase(databaseUrl, { maxConnections: 4, queryTimeoutMs });
  const log = startSecurityLog(database, onProblem);
  return {
    sessions: makeSessionStore(database),
    transactions: makeTransactionStore(database),
    signIns: makeSignInLimiter(database),
    note: (event) => log.note(event),
    privileges: () => readPrivileges(database),
    isReady: () =>
      sql`select from admin_sessions limit 1`.execute(database).then(
        () => true,
        () => false,
      ),
    sweep: (now) => sweepAdmin(database, now),
    close: async () => {
      await log.close();
      // A server that is paused never says goodbye; what it was told by now is all it will hear.
      await untilAborted(database.destroy(), AbortSignal.timeout(queryTimeoutMs)).catch(() => undefined);
    },
  };
}
