import { sql, type Kysely, type RawBuilder, type Transaction } from 'kysely';
import type { Tables } from '../tables.js';
import type { Doomed } from './count-rows.js';
import { heldCondition } from './held-condition.js';
import { keepHolds } from './hold-lock.js';
import type { Leaf } from './leaves.js';

/** Whoever uses the table is not held up: shorter than Postgres takes to look for a deadlock, so that we give way. */
const lockWait = sql.lit('500ms');

/** What a step of deletion works on. */
export interface Deletion extends Doomed {
  readonly jobId: bigint;
  readonly batchRows: number;
}

/**
 * Deletes up to a batch of rows from a partition and notes it with the job, in one transaction; returns how many. Holds
 * stay as they are until it is over, and a row that is held is never among them.
 */
export async function deleteBatch(database: Kysely<Tables>, deletion: Deletion, leaf: Leaf): Promise<number> {
  return database.transaction().execute(async (transaction) => {
    await keepHolds(transaction);
    const { table, cutoff, days, batchRows } = deletion;
    const isSettled =
      days === undefined ? sql`true` : sql`date_trunc('day', old.started_at, 'UTC') = any (${days}::timestamptz[])`;
    const { rows } = await sql<{ deleted: bigint }>`
      with gone as (
        delete from ${sql.table(leaf.name)} where ctid = any (array(
          select ctid from ${sql.table(leaf.name)} as old
          where old.started_at < ${new Date(cutoff)} and ${isSettled} and not ${sql.raw(heldCondition(table))}
          limit ${batchRows}
        )) returning *
      )${tallies(table.name)}
      select count(*) as deleted from gone`.execute(transaction);
    const deleted = rows[0]?.deleted ?? 0n;
    await noteDeleted(transaction, deletion, { rows: deleted, partitions: 0 });
    return Number(deleted);
  });
}

/**
 * Drops a partition that lies wholly before the cutoff and has nothing that must stay. `false` when it has, or when
 * somebody is using it: its rows go in batches then.
 */
export async function dropPartition(database: Kysely<Tables>, deletion: Deletion, leaf: Leaf): Promise<boolean> {
  const { table, cutoff, days } = deletion;
  if (leaf.end === undefined || leaf.end > cutoff) return false;
  try {
    return await database.transaction().execute(async (transaction) => {
      await keepHolds(transaction);
      await sql`set local lock_timeout = ${lockWait}`.execute(transaction);
      // Readers go on until the drop itself, which is over at once.
      await sql`lock table ${sql.table(leaf.name)} in share row exclusive mode`.execute(transaction);
      const stays =
        days === undefined ? sql`false` : sql`date_trunc('day', old.started_at, 'UTC') <> all (${days}::timestamptz[])`;
      const kept = await sql`select from ${sql.table(leaf.name)} as old
        where ${stays} or ${sql.raw(heldCondition(table))} limit 1`.execute(transaction);
      if (kept.rows.length > 0) return false;
      const { rows } = await sql<{ deleted: bigint }>`
        with gone as (select * from ${sql.table(leaf.name)})${tallies(table.name)}
        select count(*) as deleted from gone`.execute(transaction);
      await sql`drop table ${sql.table(leaf.name)}`.execute(transaction);
      await noteDeleted(transaction, deletion, { rows: rows[0]?.deleted ?? 0n, partitions: 1 });
      return true;
    });
  } catch (error) {
    if (isLockTimeout(error)) return false;
    throw error;
  }
}

/** Rows of requests are counted as they go, so that a day still equals its rollup and a writer's numbers are no gap. */
function tallies(table: string): RawBuilder<unknown> {
  if (table !== 'request_usage') return sql``;
  return sql`, days as (
    insert into retention_deleted_days as known (day, requests, cost_nano_usd)
    select date_trunc('day', started_at, 'UTC'), count(*), coalesce(sum(cost_nano_usd), 0) from gone group by 1 order by 1
    on conflict (day) do update set requests = known.requests + excluded.requests,
      cost_nano_usd = known.cost_nano_usd + excluded.cost_nano_usd
  ), writers as (
    insert into retention_deleted_writers as known (writer_id, requests, first_seq, last_seq)
    select writer_id, count(*), min(writer_seq), max(writer_seq) from gone group by 1 order by 1
    on conflict (writer_id) do update set requests = known.requests + excluded.requests,
      first_seq = least(known.first_seq, excluded.first_seq), last_seq = greatest(known.last_seq, excluded.last_seq)
  )`;
}

async function noteDeleted(
  transaction: Transaction<Tables>,
  { jobId, table }: Deletion,
  deleted: { readonly rows: bigint; readonly partitions: number },
): Promise<void> {
  await sql`update retention_job_tables set deleted_rows = deleted_rows + ${deleted.rows},
      dropped_partitions = dropped_partitions + ${deleted.partitions}
    where job_id = ${jobId} and table_name = ${table.name}`.execute(transaction);
}

/** SQLSTATE lock_not_available. */
function isLockTimeout(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === '55P03';
}
