import type { Kysely } from 'kysely';
import { earlierClock } from '../earlier-clock.js';
import { reasonOf } from '../reason-of.js';
import { startOf } from '../rollups/period.js';
import type { Tables } from '../tables.js';
import { countRows, type Doomed } from './count-rows.js';
import { retainedTables, type KeptDays, type RetainedTable } from './data-class.js';
import { deleteBatch, dropPartition, type Deletion } from './delete-rows.js';
import { leavesOf } from './leaves.js';
import { endJob, noteTable, readJob, startJob, type JobStart, type RetentionJob } from './retention-job.js';
import { settledDays } from './settled-days.js';

const dayMs = 24 * 60 * 60 * 1000;
const defaultBatchRows = 5000;

/** What a run is to do. */
export interface RetentionOptions extends JobStart {
  /** Milliseconds since the epoch; the database's clock counts where it is earlier. */
  readonly now: number;
  readonly keptDays: KeptDays;
  /** Rows deleted in one transaction. Default 5000. */
  readonly batchRows?: number;
  /** Aborted, the run ends after the rows it is at. */
  readonly signal?: AbortSignal;
}

/**
 * Counts the rows that are older than their class is kept, and deletes them if it is told to: not those that a hold is
 * on, nor rows of requests of days whose totals would change. What it found and did is written down as a job, so a run
 * that is cut off has told all it deleted. `undefined`: it is too soon for another job.
 */
export async function runRetention(
  database: Kysely<Tables>,
  options: RetentionOptions,
): Promise<RetentionJob | undefined> {
  const jobId = await startJob(database, options);
  if (jobId === undefined) return undefined;
  try {
    const now = await earlierClock(database, options.now);
    for (const table of retainedTables) await treat(database, { ...options, now }, { table, jobId });
    await endJob(database, jobId, { status: options.signal?.aborted === true ? 'stopped' : 'done' });
  } catch (error) {
    await endJob(database, jobId, { status: 'failed', problem: reasonOf(error) });
    throw error;
  }
  return readJob(database, jobId);
}

async function treat(
  database: Kysely<Tables>,
  options: RetentionOptions,
  { table, jobId }: { readonly table: RetainedTable; readonly jobId: bigint },
): Promise<void> {
  const keptDays = options.keptDays[table.dataClass];
  if (keptDays === undefined || options.signal?.aborted === true) return;
  const cutoff = startOf('day', options.now) - keptDays * dayMs;
  const days = table.dataClass === 'usage_detail' ? await settledDays(database, cutoff) : undefined;
  const doomed: Doomed = { table, cutoff, days };
  const counts = await countRows(database, doomed);
  await noteTable(database, jobId, { ...doomed, keptDays, counts });
  if (options.mode === 'dry-run') return;
  await remove(database, { ...doomed, jobId, batchRows: options.batchRows ?? defaultBatchRows }, options.signal);
}

async function remove(database: Kysely<Tables>, deletion: Deletion, signal: AbortSignal | undefined): Promise<void> {
  const isStopped = (): boolean => signal?.aborted === true;
  for (const leaf of await leavesOf(database, deletion.table.name)) {
    if (isStopped()) return;
    if (await dropPartition(database, deletion, leaf)) continue;
    let deleted = deletion.batchRows;
    while (deleted === deletion.batchRows && !isStopped()) deleted = await deleteBatch(database, deletion, leaf);
  }
}
