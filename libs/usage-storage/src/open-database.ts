import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { dropSilent } from './drop-silent.js';
import { openPool } from './open-pool.js';
import type { Tables } from './tables.js';

/** How long to wait for a connection before the database counts as unreachable. */
const connectionTimeoutMs = 5000;

/** A connection that is silent for so long is probed. */
const keepAliveAfterMs = 10_000;

/** The type bigint. @see https://www.postgresql.org/docs/current/catalog-pg-type.html — a number fixed for ever */
const int8Oid = 20;

/** Bounds of a database's connections. */
export interface DatabaseOptions {
  /** Default 4. */
  readonly maxConnections?: number;
  /** Statements that take longer fail; default none, since a migration may wait for another one. */
  readonly queryTimeoutMs?: number;
}

/** Opens a database for administration and reports; `destroy()` closes it. bigint columns are read as bigint. */
export function openDatabase(databaseUrl: string, options: DatabaseOptions = {}): Kysely<Tables> {
  const pool = openPool({
    connectionString: databaseUrl,
    application_name: 'smart-router',
    max: options.maxConnections ?? 4,
    connectionTimeoutMillis: connectionTimeoutMs,
    query_timeout: options.queryTimeoutMs,
    // A server whose machine is gone never ends a connection: a migration would wait for its answer for ever.
    ...{ keepAlive: true, keepAliveInitialDelayMillis: keepAliveAfterMs },
    types: { getTypeParser },
  });
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool: dropSilent(pool) }) });
}

/** pg's own parsers, but for int8, which it would read as text. Kysely asks for text only. */
function getTypeParser(oid: number): (text: string) => unknown {
  return oid === int8Oid ? BigInt : (pg.types.getTypeParser(oid) as (text: string) => unknown); // pg types it as any
}
