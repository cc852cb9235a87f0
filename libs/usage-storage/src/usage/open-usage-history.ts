import { setTimeout as sleep } from 'node:timers/promises';
import type { UsageHistory, UsageSums } from '@smart-router/core';
import { openPool } from '../open-pool.js';
import { joinReads } from './join-reads.js';
import { readSums } from './read-sums.js';

/** Where the sums are, and how long they may take. */
export interface UsageHistoryOptions {
  readonly databaseUrl: string;
  /** No answer takes longer. Default 3000, so that a database that takes a second is still heard. */
  readonly timeoutMs?: number;
  /** Resolves when what this process has recorded by now is stored, so that it is in the sums. */
  stored(): Promise<void>;
}

/** A history that holds a connection. */
export interface LiveUsageHistory extends UsageHistory {
  close(): Promise<void>;
}

/** How much of its time a read waits for this process's own records; without them it tells a little less. */
const shareForStoring = 0.5;

/**
 * Opens the sums of the ledger. It connects when it is asked first, and again after every failure. Reads that come while
 * one is under way are joined into the next, so that a store that lost everything does not ask for each request.
 */
export function openUsageHistory(options: UsageHistoryOptions): LiveUsageHistory {
  const { databaseUrl, timeoutMs = 3000, stored } = options;
  const pool = openPool({
    connectionString: databaseUrl,
    application_name: 'smart-router usage history',
    max: 1,
    connectionTimeoutMillis: timeoutMs,
    query_timeout: timeoutMs,
    idleTimeoutMillis: 0, // kept open: the first request after a loss waits for the answer
    keepAlive: true,
    // pg waits for the promise, which its types do not say.
    onConnect: (client): unknown => client.query(`set statement_timeout = ${Math.trunc(timeoutMs)}`),
  });
  const read = joinReads(async (keys, day) => {
    await within(timeoutMs * shareForStoring, stored());
    return readSums(pool, keys, day);
  });
  return {
    sums: async (keys, day) => {
      const sums = await within(timeoutMs, read(keys, day));
      if (sums === undefined) throw new Error(`the sums of usage were not told within ${timeoutMs} ms`);
      return sums;
    },
    // A server that is paused never says goodbye.
    close: () => within(timeoutMs, pool.end()),
  };
}

/** What was promised; `undefined` when it takes longer. */
async function within(limitMs: number, promised: Promise<void>): Promise<void>;
async function within(
  limitMs: number,
  promised: Promise<readonly UsageSums[]>,
): Promise<readonly UsageSums[] | undefined>;
async function within<Value>(limitMs: number, promised: Promise<Value>): Promise<Value | undefined> {
  const done = new AbortController();
  const timeUp = sleep(limitMs, undefined, { signal: done.signal }).catch(() => undefined);
  promised.catch(() => undefined); // nobody may be waiting any more when it fails
  try {
    return await Promise.race([promised, timeUp]);
  } finally {
    done.abort();
  }
}
