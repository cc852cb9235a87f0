import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testDatabase } from '@smart-router/dev-services';
import pg from 'pg';
import { migrate } from '../migrate.js';
import { openDatabase } from '../open-database.js';

/** Rows as pg reads them: bigint columns as text. */
export type Row = Readonly<Record<string, unknown>>;

/** A migrated database of one test's own, with a way to ask it anything. */
export interface Ledger {
  readonly url: string;
  query(text: string, values?: readonly unknown[]): Promise<readonly Row[]>;
  drop(): Promise<void>;
}

/** A new database, migrated. */
export async function openLedger(): Promise<Ledger> {
  const { url, drop } = await testDatabase();
  await migrateAt(url);
  return { ...ledgerAt(url), drop };
}

/** Brings the schema of this database up to date. */
export async function migrateAt(url: string): Promise<void> {
  const database = openDatabase(url);
  await migrate(database);
  await database.destroy();
}

/** A way to ask a database that others made and drop. */
export function ledgerAt(url: string): Ledger {
  return {
    url,
    drop: () => Promise.resolve(),
    query: async (text, values = []) => {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      try {
        return (await client.query<Row>(text, [...values])).rows;
      } finally {
        await client.end();
      }
    },
  };
}

/** A folder of one test's own. */
export function scratchFolder(): string {
  return mkdtempSync(join(tmpdir(), 'usage-storage-'));
}
