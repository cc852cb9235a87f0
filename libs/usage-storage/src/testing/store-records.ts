import { randomBytes } from 'node:crypto';
import { newRequestId, type UsageRecord } from '@smart-router/core';
import { blockOf } from '../spool/line-block.js';
import { openBatchStore } from '../usage/batch-store.js';
import { usageLine } from '../usage/usage-line.js';
import { sampleRecord } from './sample-record.js';

/** Stores samples with changes, as the writer does, in one batch; returns the records in the same order. */
export async function storeRecords(
  url: string,
  changes: readonly Partial<UsageRecord>[],
): Promise<readonly UsageRecord[]> {
  const records = changes.map((change) => {
    const startedAt = change.startedAt ?? Date.now();
    return sampleRecord({ requestId: newRequestId(startedAt, randomBytes), startedAt, ...change });
  });
  const store = openBatchStore(url, 30_000);
  const writerId = randomBytes(8).toString('hex');
  const lines = records.map((record, index) => usageLine({ record, writerId, writerSeq: index + 1 }).trimEnd());
  await store.store(blockOf(lines));
  await store.close();
  return records;
}
