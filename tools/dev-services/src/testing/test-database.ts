import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { serviceUrl } from './service-url.js';

/** A database of one test's own. */
export interface TestDatabase {
  readonly url: string;
  /** Removes it, with whoever is still connected. */
  drop(): Promise<void>;
}

/** How the fresh database begins. */
export interface TestDatabaseOptions {
  /** A database to copy, on the same server; nobody may be connected to it. Default: empty. */
  readonly template?: string;
}

/** Makes a fresh, uniquely named database on the run's one Postgres server (or the one of `DATABASE_URL`). */
export async function testDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const serverUrl = await serviceUrl('postgres');
  const name = `test_${randomBytes(8).toString('hex')}`;
  const template = pg.escapeIdentifier(options.template ?? 'template1');
  await execute(serverUrl, `create database ${name} template ${template}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => execute(serverUrl, `drop database if exists ${name} with (force)`) };
}

async function execute(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
