import { setTimeout as sleep } from 'node:timers/promises';
import { sliceLines, type LineBlock } from '../spool/line-block.js';
import type { Spool } from '../spool/spool.js';
import { isDataError, isTimeout, openBatchStore, type BatchStore } from './batch-store.js';
import { keepPartitions } from './keep-partitions.js';
import { reasonOf } from '../reason-of.js';
import { retryDelay } from '../retry-delay.js';
import { tellOutage, type OutageTeller } from '../tell-outage.js';
import type { UsageWriter, UsageWriterOptions, UsageWriterStats } from './usage-writer.js';

const outageWords = { lost: 'usage records wait in the spool', back: 'usage records are stored again' };

/** The writer's one state object. */
interface Work {
  readonly spool: Spool;
  readonly store: BatchStore;
  readonly onProblem: (message: string) => void;
  readonly outage: OutageTeller;
  /** Aborted, nothing waits for a batch to fill. */
  readonly hurry: AbortController;
  /** Aborted, nothing is tried again. */
  readonly giveUp: AbortController;
  committed: number;
  rejected: number;
  lastCommitAt: number | undefined;
  failures: number;
}

/** Starts moving records from a spool to the database, in batches and for ever, whatever the database does. */
export function startUsageWriter(spool: Spool, options: UsageWriterOptions): UsageWriter {
  const { onProblem = () => undefined } = options;
  const work: Work = {
    spool,
    store: openBatchStore(options.databaseUrl, options.timeoutMs ?? 5000),
    onProblem,
    outage: tellOutage(outageWords, onProblem),
    hurry: new AbortController(),
    giveUp: new AbortController(),
    ...{ committed: 0, rejected: 0, lastCommitAt: undefined, failures: 0 },
  };
  const upkeep = keepPartitions(options.databaseUrl, work.onProblem);
  const drained = drain(work, { maxRecords: options.batchRecords ?? 1000, maxDelayMs: options.batchDelayMs ?? 100 });
  return {
    stats: () => statsOf(work),
    close: async (deadlineMs) => {
      upkeep.stop();
      await finish(work, { drained, deadlineMs });
    },
  };
}

function statsOf({ committed, rejected, lastCommitAt, failures }: Work): UsageWriterStats {
  return { committed, rejected, lastCommitAt, failures };
}

async function drain(work: Work, size: { readonly maxRecords: number; readonly maxDelayMs: number }): Promise<void> {
  while (!work.giveUp.signal.aborted) {
    const batch = await work.spool.nextBatch({ ...size, hurry: work.hurry.signal });
    if (batch === undefined) return;
    const isStored = await storeLines(work, batch.lines);
    if (isStored) batch.commit();
  }
}

async function finish(
  work: Work,
  end: { readonly drained: Promise<void>; readonly deadlineMs: number },
): Promise<void> {
  work.hurry.abort();
  const timer = setTimeout(() => work.giveUp.abort(), end.deadlineMs);
  const gaveUp = new Promise((resolve) => work.giveUp.signal.addEventListener('abort', resolve, { once: true }));
  await Promise.race([end.drained, gaveUp]);
  // A paused server neither ends its statements nor says goodbye: past the deadline nobody waits for either.
  await Promise.race([work.store.close(), gaveUp]);
  clearTimeout(timer);
}

/**
 * Stores lines however often it takes. Lines the database can never take are halved until the bad one stands alone,
 * and so are lines it could not take in time.
 */
async function storeLines(work: Work, lines: LineBlock): Promise<boolean> {
  while (!work.giveUp.signal.aborted) {
    try {
      await work.store.store(lines);
      noteCommit(work, lines.ends.length);
      return true;
    } catch (error) {
      if (isDataError(error)) return splitOrReject(work, lines, error);
      await waitAfter(work, error);
      if (isTimeout(error) && lines.ends.length > 1) return storeHalves(work, lines);
    }
  }
  return false;
}

/** The second half waits for the first: one connection, and the order of the spool. */
async function storeHalves(work: Work, lines: LineBlock): Promise<boolean> {
  const count = lines.ends.length;
  const middle = count >> 1;
  return (await storeLines(work, sliceLines(lines, 0, middle))) && storeLines(work, sliceLines(lines, middle, count));
}

function noteCommit(work: Work, records: number): void {
  work.committed += records;
  work.lastCommitAt = Date.now();
  work.failures = 0;
  work.outage.over();
}

async function splitOrReject(work: Work, lines: LineBlock, error: unknown): Promise<boolean> {
  if (lines.ends.length > 1) return storeHalves(work, lines);
  try {
    await work.spool.reject(lines, codeOf(error));
  } catch (failure) {
    await waitAfter(work, failure);
    return storeLines(work, lines);
  }
  work.rejected += 1;
  work.onProblem(`the database refused one usage record (${codeOf(error)}): it is in rejected.jsonl`);
  return true;
}

async function waitAfter(work: Work, error: unknown): Promise<void> {
  work.failures += 1;
  work.outage.failed(codeOf(error));
  // Aborted, the wait ends early, and so does the loop around it.
  await sleep(retryDelay(work.failures, Math.random), undefined, { signal: work.giveUp.signal }).catch(() => undefined);
}

/** The code of an error where it has one: a message from the database may quote values. */
function codeOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string')
    return error.code;
  return reasonOf(error);
}
