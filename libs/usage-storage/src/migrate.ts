import { Migrator, sql, type Kysely } from 'kysely';
import type { Tables } from './tables.js';
import { migrations } from './migrations.js';
import { reasonOf } from './reason-of.js';
import { ensurePartitions } from './partitions.js';

/**
 * Brings a database to the newest schema and makes the partitions of this month and the next two. Several processes
 * may do it at once: all but one wait at the migrator's lock and then find nothing to do. Returns the names of the
 * migrations that ran.
 */
export async function migrate(database: Kysely<Tables>, now = Date.now()): Promise<readonly string[]> {
  const migrator = new Migrator({
    db: database,
    provider: { getMigrations: () => Promise.resolve(runnable()) },
    migrationTableName: 'smart_router_migrations',
    migrationLockTableName: 'smart_router_migration_lock',
  });
  const { error, results } = await migrator.migrateToLatest();
  if (error instanceof Error) throw error;
  if (error !== undefined) throw new Error(`the migrations failed: ${reasonOf(error)}`);
  await ensurePartitions(database, now);
  return (results ?? []).map((result) => result.migrationName);
}

function runnable(): Record<string, { up(database: Kysely<unknown>): Promise<void> }> {
  const entries = Object.entries(migrations).map(([name, statements]) => [name, { up: runAll(statements) }] as const);
  return Object.fromEntries(entries);
}

function runAll(statements: readonly string[]): (database: Kysely<unknown>) => Promise<void> {
  return async (database) => {
    for (const statement of statements) await sql.raw(statement).execute(database);
  };
}
