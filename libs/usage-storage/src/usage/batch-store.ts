import pg from 'pg';
import { openPool } from '../open-pool.js';
import { toJsonArray, type LineBlock } from '../spool/line-block.js';
import { insertStatement } from './insert-statement.js';

/** Stores blocks of spool lines. */
export interface BatchStore {
  /** Stores all lines or none; storing them twice does no harm. */
  store(lines: LineBlock): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the writer's own connection. Both sides give up after `timeoutMs`: we, because a paused server never answers;
 * the server, so that statements we gave up do not pile up behind a lock.
 */
export function openBatchStore(databaseUrl: string, timeoutMs: number): BatchStore {
  const pool = openPool({
    connectionString: databaseUrl,
    application_name: 'smart-router usage writer',
    max: 1,
    connectionTimeoutMillis: timeoutMs,
    query_timeout: timeoutMs,
    keepAlive: true,
    // pg waits for the promise, which its types do not say.
    // The isolation level is what corrections of rollups rely on, whatever the server's default is.
    onConnect: (client): unknown =>
      client.query(
        `set statement_timeout = ${Math.trunc(timeoutMs)}; set default_transaction_isolation = 'read committed'`,
      ),
  });
  return {
    store: async (lines) => void (await pool.query(insertStatement, [toJsonArray(lines)])),
    close: () => pool.end(),
  };
}

/** Whether an error is about the data (SQLSTATE classes 22 and 23) or its size (54), so that trying again cannot help. */
export function isDataError(error: unknown): boolean {
  return error instanceof pg.DatabaseError && /^(2[23]|54)/.test(error.code ?? '');
}

/** Whether the database was there but too slow: its own limit (query_canceled), or ours, which pg only tells by words. */
export function isTimeout(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return error.code === '57014';
  return error instanceof Error && error.message === 'Query read timeout';
}
