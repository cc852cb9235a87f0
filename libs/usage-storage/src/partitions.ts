import { sql, type Kysely, type Transaction } from 'kysely';
import type { Tables } from './tables.js';

const partitionedTables = [
  'request_usage',
  'request_attempts',
  'request_errors',
  'request_routing_decisions',
  'request_target_candidates',
  'request_trace_events',
  'request_traffic_shape_events',
  'request_upstream_shape_events',
  'security_access_events',
] as const;

/** This month and the next two: a writer that is away for weeks still finds its partition. */
const monthsAhead = 2;

interface Month {
  /** E.g. `y2026m11`. */
  readonly suffix: string;
  readonly from: string;
  readonly to: string;
}

/**
 * Makes the monthly partitions (UTC) of `now` and the two months after it where they are missing. Rows of a month that
 * already stand in the default partition move over. Returns the names of the partitions made.
 */
export async function ensurePartitions(database: Kysely<Tables>, now: number): Promise<readonly string[]> {
  const made: string[] = [];
  for (let ahead = 0; ahead <= monthsAhead; ahead += 1) {
    for (const table of partitionedTables) {
      const month = monthOf(now, ahead);
      if (await exists(database, `${table}_${month.suffix}`)) continue;
      const isNew = await database.transaction().execute((transaction) => makePartition(transaction, table, month));
      if (isNew) made.push(`${table}_${month.suffix}`);
    }
  }
  return made;
}

function monthOf(now: number, ahead: number): Month {
  const date = new Date(now);
  const from = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + ahead, 1));
  const to = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + ahead + 1, 1));
  const suffix = `y${from.getUTCFullYear()}m${String(from.getUTCMonth() + 1).padStart(2, '0')}`;
  return { suffix, from: from.toISOString(), to: to.toISOString() };
}

/** Asks the table of tables itself: name lookups such as to_regclass remember a "no" beyond an advisory lock. */
async function exists(database: Kysely<Tables>, name: string): Promise<boolean> {
  const query = sql<{ found: boolean }>`
    select exists (select from pg_class where relname = ${name} and pg_table_is_visible(oid)) as found`;
  const { rows } = await query.execute(database);
  return rows[0]?.found === true;
}

/** Made aside and then attached, which lets readers and writers of the other partitions go on. */
async function makePartition(transaction: Transaction<Tables>, table: string, month: Month): Promise<boolean> {
  const name = `${table}_${month.suffix}`;
  const [parent, partition, rest] = [sql.table(table), sql.table(name), sql.table(`${table}_default`)];
  const [from, to] = [sql.lit(month.from), sql.lit(month.to)];
  // A long report must not make us, and everybody queued behind us, wait: the next attempt is soon enough.
  await sql`set local lock_timeout = '5s'`.execute(transaction);
  await sql`select pg_advisory_xact_lock(1936552052, 2)`.execute(transaction);
  if (await exists(transaction, name)) return false;
  await sql`lock table ${rest} in access exclusive mode`.execute(transaction);
  await sql`create table ${partition} (like ${parent} including all)`.execute(transaction);
  await sql`with moved as (delete from ${rest} where started_at >= ${from}::timestamptz and started_at < ${to}::timestamptz returning *)
    insert into ${partition} select * from moved`.execute(transaction);
  await sql`alter table ${parent} attach partition ${partition} for values from (${from}) to (${to})`.execute(
    transaction,
  );
  return true;
}
