import { openPool } from '../open-pool.js';

/** A row as Postgres says it: text, or `null` where nothing is known. */
export type TextRow = Readonly<Record<string, string | null>>;

/** Asks one statement inside a snapshot. */
export type Ask = (statement: string, values: readonly unknown[]) => Promise<readonly TextRow[]>;

/** A database that is only read, always as it was at one moment. */
export interface Snapshots {
  /** Everything `work` asks sees the same moment. */
  read<Value>(work: (ask: Ask) => Promise<Value>): Promise<Value>;
  close(): Promise<void>;
}

/** How many questions are asked at once, and how long one statement may take. */
export interface SnapshotOptions {
  /** Default 10000: what a month of a very large ledger takes on a busy machine. */
  readonly queryTimeoutMs?: number;
  /** Default 4: reports share the database with the ledger's writers. */
  readonly maxConnections?: number;
}

/** A server that cannot say that it gave up is left alone so long after its own bound. */
const graceMs = 1000;

/**
 * Opens a database for reports. Statements are ended by the server after `queryTimeoutMs`, and by us soon after, since a
 * paused server ends nothing.
 */
export function openSnapshots(databaseUrl: string, options: SnapshotOptions = {}): Snapshots {
  const { queryTimeoutMs = 10_000, maxConnections = 4 } = options;
  const limitMs = Math.trunc(queryTimeoutMs);
  const pool = openPool({
    connectionString: databaseUrl,
    application_name: 'smart-router reports',
    max: maxConnections,
    connectionTimeoutMillis: limitMs,
    query_timeout: limitMs + graceMs,
    keepAlive: true,
    // Everything as text: what a number means is known where it is read.
    types: { getTypeParser: () => (text: string) => text },
  });
  // Compiling a statement of so many aggregates takes longer than running it; grouping in memory, less than sorting.
  const begin = `begin isolation level repeatable read read only;
    set local statement_timeout = ${limitMs}; set local jit = off; set local work_mem = '16MB'; set local datestyle = 'ISO'`;
  return {
    read: async (work) => {
      const client = await pool.connect();
      try {
        await client.query(begin);
        const value = await work(
          async (statement, values) => (await client.query<TextRow>(statement, [...values])).rows,
        );
        await client.query('commit');
        client.release();
        return value;
      } catch (error) {
        // Whatever it is doing now, nobody may get it in the middle of that.
        client.release(true);
        throw error;
      }
    },
    close: () => pool.end(),
  };
}
