import type { UsageSink } from '@smart-router/core';
import type { StorageSettings } from '@smart-router/config';
import type { KeyDirectory } from '@smart-router/keys';
import { openKeyDirectory, openSpool, startUsageWriter } from '@smart-router/usage-storage';
import type { Logger } from 'pino';
import { keepMigrated } from './keep-migrated.js';

/** How long a stopping gateway tries to store what its spool holds; the rest is adopted by the next start. */
const flushMs = 5000;

/** The gateway's Postgres side: keys in memory, usage on its way. It opens whether or not the database is there. */
export interface Storage {
  readonly keys: KeyDirectory;
  readonly usage: UsageSink;
  /** Records not yet in the database. */
  spoolDepth(): number;
  /** `postgres` while it is away. */
  degraded(): readonly string[];
  close(): Promise<void>;
}

/** Opens spool, writer and key directory. Throws only when the spool's folder cannot be used. */
export function openStorage(settings: StorageSettings, log: Logger): Storage {
  const databaseUrl = settings.databaseUrl.reveal();
  const onProblem = (message: string): void => log.warn(message);
  const spool = openSpool({ ...settings.spool, onProblem });
  const migrations = keepMigrated(databaseUrl, onProblem);
  const writer = startUsageWriter(spool, { databaseUrl, onProblem });
  const keys = openKeyDirectory({ databaseUrl, onProblem });
  return {
    keys,
    usage: spool,
    spoolDepth: () => spool.stats().records,
    degraded: () => (writer.stats().failures > 0 || !keys.state().connected ? ['postgres'] : []),
    async close() {
      await migrations.stop();
      await keys.close();
      await writer.close(flushMs);
      await spool.close();
    },
  };
}
