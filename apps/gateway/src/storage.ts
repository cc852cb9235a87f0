import type { UsageHistory, UsageSink } from '@smart-router/core';
import type { StorageSettings } from '@smart-router/config';
import type { KeyDirectory } from '@smart-router/keys';
import {
  keepRetention,
  keepRolledUp,
  openAccessLog,
  openKeyDirectory,
  openRequestEvidence,
  openSpool,
  openUsageHistory,
  startUsageWriter,
  type AccessLog,
  type LiveRequestEvidence,
} from '@smart-router/usage-storage';
import type { DependencyStates } from './dependencies.js';
import type { Logger } from 'pino';
import { keepMigrated } from './keep-migrated.js';

/** How long a stopping gateway tries to store what its spool holds; the rest is adopted by the next start. */
const flushMs = 5000;

/** The gateway's Postgres side: keys in memory, usage on its way. It opens whether or not the database is there. */
export interface Storage {
  readonly keys: KeyDirectory;
  readonly usage: UsageSink;
  /** What was used, from the ledger. */
  readonly history: UsageHistory;
  /** Where refused tokens are written down. */
  readonly access: AccessLog;
  /** What is kept of single requests. */
  readonly evidence: LiveRequestEvidence;
  /** How the database, the spool and the snapshot of keys do. */
  state(): Omit<DependencyStates, 'redis'>;
  close(): Promise<void>;
}

/** Opens spool, writer and key directory. Throws only when the spool's folder cannot be used. */
export function openStorage(settings: StorageSettings, log: Logger): Storage {
  const databaseUrl = settings.databaseUrl.reveal();
  const onProblem = (message: string): void => log.warn(message);
  const spool = openSpool({ ...settings.spool, onProblem });
  const migrations = keepMigrated(databaseUrl, onProblem);
  const writer = startUsageWriter(spool, { databaseUrl, onProblem });
  const history = openUsageHistory({ databaseUrl, stored: () => spool.caughtUp() });
  const evidence = openRequestEvidence({ databaseUrl, stored: () => spool.caughtUp() });
  const access = openAccessLog(databaseUrl, onProblem);
  const { keySnapshot } = settings;
  const snapshot = keySnapshot && { ...keySnapshot, encryptionKey: keySnapshot.encryptionKey.reveal() };
  const keys = openKeyDirectory({ databaseUrl, snapshot, onProblem });
  const rollups = settings.rollups.enabled ? keepRolledUp({ ...settings.rollups, databaseUrl, onProblem }) : undefined;
  const retention = settings.retention.enabled
    ? keepRetention({ ...settings.retention, databaseUrl, onProblem })
    : undefined;
  return {
    keys,
    usage: spool,
    history,
    access,
    evidence,
    state: () => ({
      ...{ keys: keys.state(), writer: writer.stats(), spool: spool.stats() },
      ...{ onFull: settings.spool.onFull, keepsSnapshot: snapshot !== undefined, rollups: rollups?.state() },
    }),
    async close() {
      await Promise.all([migrations.stop(), rollups?.stop(), retention?.stop(), keys.close(), writer.close(flushMs)]);
      await spool.close();
      await Promise.all([history.close(), evidence.close(), access.close()]);
    },
  };
}
