import type { RetentionJob } from '@smart-router/usage-storage';
import { instantDate, instantText } from './instant.js';
import { printTable } from './print-table.js';

const head = ['class', 'table', 'before', 'candidates', 'held', 'blocked', 'eligible', 'deleted', 'partitions dropped'];

/** A job and what it found and did in each table. */
export function jobText(job: RetentionJob): string {
  const { jobId, mode, status, requestedBy, startedAt, problem, tables } = job;
  const title = `job ${jobId}: ${mode}, ${status}, by ${requestedBy}, ${instantText(startedAt)}`;
  const rows = tables.map((each) => [
    ...[each.dataClass, each.table, instantText(each.cutoff)?.slice(0, 10), each.candidates, each.held, each.blocked],
    ...[each.eligible, each.deleted, each.droppedPartitions],
  ]);
  return `${title}${problem === undefined ? '' : `: ${problem}`}\n${printTable(head, rows)}`;
}

/** The same for JSON. */
export function jobEntry({ startedAt, completedAt, tables, ...job }: RetentionJob): unknown {
  return {
    ...job,
    ...{ startedAt: instantDate(startedAt), completedAt: instantDate(completedAt) },
    tables: tables.map(({ cutoff, ...each }) => ({ ...each, cutoff: instantDate(cutoff) })),
  };
}
