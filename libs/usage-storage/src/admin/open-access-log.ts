import { openDatabase } from '../open-database.js';
import { untilAborted } from '../until-aborted.js';
import { startSecurityLog } from './security-log.js';
import type { SecurityEvent } from './security-event.js';

/** A statement that takes longer is tried again later. */
const queryTimeoutMs = 3000;

/** How long the last events may take when the program stops. */
const flushMs = 3000;

/** Writes events of access down, for programs that do nothing else with them. */
export interface AccessLog {
  /** Resolves when the event is stored, counted, or kept for a database that is away; never rejects. */
  note(event: SecurityEvent): Promise<void>;
  close(): Promise<void>;
}

/** Opens the log of access. It connects when there is something to write. */
export function openAccessLog(databaseUrl: string, onProblem: (message: string) => void): AccessLog {
  const database = openDatabase(databaseUrl, { maxConnections: 1, queryTimeoutMs });
  const log = startSecurityLog(database, onProblem);
  const close = async (): Promise<void> => {
    await log.close();
    await database.destroy();
  };
  return {
    note: (event) => log.note(event),
    // A server that is paused answers nothing and never says goodbye.
    close: () => untilAborted(close(), AbortSignal.timeout(flushMs)).catch(() => undefined),
  };
}
