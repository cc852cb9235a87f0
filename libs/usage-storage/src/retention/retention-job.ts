import { sql, type Kysely } from 'kysely';
import type { Tables } from '../tables.js';
import type { Doomed, RowCounts } from './count-rows.js';
import type { DataClass } from './data-class.js';

/** Whether rows are deleted or only counted. */
export type RetentionMode = 'dry-run' | 'delete';

/** What a job found and did in one table. */
export interface RetentionJobTable extends RowCounts {
  readonly table: string;
  readonly dataClass: DataClass;
  readonly keptDays: number;
  /** Rows of requests that started before; milliseconds since the epoch. */
  readonly cutoff: number;
  readonly deleted: bigint;
  readonly droppedPartitions: number;
}

/** A run of retention. Instants are milliseconds since the epoch. */
export interface RetentionJob {
  readonly jobId: bigint;
  readonly mode: RetentionMode;
  /** `running` long after its start: the process is gone, and what it had deleted is told. */
  readonly status: 'running' | 'done' | 'stopped' | 'failed';
  readonly requestedBy: string;
  readonly startedAt: number;
  readonly completedAt: number | undefined;
  readonly problem: string | undefined;
  readonly tables: readonly RetentionJobTable[];
}

/** Who starts a job. */
export interface JobStart {
  readonly mode: RetentionMode;
  readonly requestedBy: string;
  /** No job begins while the last one of its mode began less than so long ago; default none is too soon. */
  readonly restMs?: number | undefined;
}

/** Starts a job, or tells that it is too soon: of several processes that try at once, one starts it. */
export async function startJob(
  database: Kysely<Tables>,
  { mode, requestedBy, restMs }: JobStart,
): Promise<bigint | undefined> {
  return database.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('retention jobs', 0))`.execute(transaction);
    const { rows } = await sql<{ job_id: bigint }>`
      insert into retention_jobs (mode, requested_by) select ${mode}, ${requestedBy}
      where ${restMs === undefined} or not exists (select from retention_jobs
        where mode = ${mode} and started_at > now() - ${`${restMs ?? 0} ms`}::interval)
      returning job_id`.execute(transaction);
    return rows[0]?.job_id;
  });
}

/** Writes down what a job found in a table. */
export async function noteTable(
  database: Kysely<Tables>,
  jobId: bigint,
  found: Doomed & { readonly keptDays: number; readonly counts: RowCounts },
): Promise<void> {
  const { table, cutoff, keptDays, counts } = found;
  await sql`insert into retention_job_tables (job_id, table_name, data_class, kept_days, cutoff, candidate_rows,
      held_rows, blocked_rows, eligible_rows)
    values (${jobId}, ${table.name}, ${table.dataClass}, ${keptDays}, ${new Date(cutoff)}, ${counts.candidates},
      ${counts.held}, ${counts.blocked}, ${counts.eligible})`.execute(database);
}

/** Ends a job. */
export async function endJob(
  database: Kysely<Tables>,
  jobId: bigint,
  end: { readonly status: 'done' | 'stopped' | 'failed'; readonly problem?: string },
): Promise<void> {
  await sql`update retention_jobs set status = ${end.status}, problem = ${end.problem ?? null}, completed_at = now()
    where job_id = ${jobId}`.execute(database);
}

/** The newest jobs, the newest first. */
export async function readJobs(database: Kysely<Tables>, limit: number): Promise<readonly RetentionJob[]> {
  const { rows } = await sql<JobRow>`select * from retention_jobs order by job_id desc limit ${limit}`.execute(
    database,
  );
  return Promise.all(rows.map(async (row) => jobOf(row, await readTables(database, row.job_id))));
}

/** One job. */
export async function readJob(database: Kysely<Tables>, jobId: bigint): Promise<RetentionJob | undefined> {
  const { rows } = await sql<JobRow>`select * from retention_jobs where job_id = ${jobId}`.execute(database);
  return rows[0] && jobOf(rows[0], await readTables(database, jobId));
}

interface JobRow {
  readonly job_id: bigint;
  readonly mode: RetentionMode;
  readonly status: RetentionJob['status'];
  readonly requested_by: string;
  readonly started_at: Date;
  readonly completed_at: Date | null;
  readonly problem: string | null;
}

function jobOf(row: JobRow, tables: readonly RetentionJobTable[]): RetentionJob {
  return {
    ...{ jobId: row.job_id, mode: row.mode, status: row.status, requestedBy: row.requested_by },
    startedAt: row.started_at.getTime(),
    completedAt: row.completed_at?.getTime(),
    problem: row.problem ?? undefined,
    tables,
  };
}

async function readTables(database: Kysely<Tables>, jobId: bigint): Promise<readonly RetentionJobTable[]> {
  const { rows } = await sql<Omit<RetentionJobTable, 'cutoff'> & { readonly cutoff: Date }>`
    select table_name as "table", data_class as "dataClass", kept_days as "keptDays", cutoff,
      candidate_rows as candidates, held_rows as held, blocked_rows as blocked, eligible_rows as eligible,
      deleted_rows as deleted, dropped_partitions as "droppedPartitions"
    from retention_job_tables where job_id = ${jobId} order by data_class, table_name`.execute(database);
  return rows.map((row) => ({ ...row, cutoff: row.cutoff.getTime() }));
}
