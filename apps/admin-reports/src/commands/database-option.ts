import { openDatabase } from '@smart-router/usage-storage';
import type { CliIo } from '../cli-io.js';
import { databaseUrlOf } from './database-url.js';
import { refusalOf } from './refusal-of.js';

/** A database opened by a command. */
export type Database = ReturnType<typeof openDatabase>;

/** Does something with the database of `--database-url` or DATABASE_URL, and closes it. */
export async function withDatabase<Value>(
  io: Pick<CliIo, 'env'>,
  databaseUrl: string | undefined,
  work: (database: Database) => Promise<Value>,
): Promise<Value> {
  const database = openDatabase(databaseUrlOf(io, databaseUrl), { maxConnections: 1, queryTimeoutMs: 30_000 });
  try {
    return await work(database);
  } catch (error) {
    throw refusalOf(error);
  } finally {
    await database.destroy();
  }
}
