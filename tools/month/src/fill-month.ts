import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  ensurePartitions,
  finalise,
  migrate,
  openAdminStore,
  openDatabase,
  openSpool,
  rollUp,
  startUsageWriter,
  type Spool,
} from '@smart-router/usage-storage';
import { drawsFrom } from './draws.js';
import { issueKeys } from './issue-keys.js';
import { requestsOfMonth } from './requests-of-month.js';
import { securityEventsOf } from './security-events.js';

/** What to fill a database with. */
export interface MonthOptions {
  readonly databaseUrl: string;
  readonly requests: number;
  readonly seed: number;
  /** The month is the 30 days before, in milliseconds since the epoch; cut to the hour. */
  readonly end: number;
  /** Told how far it is. */
  readonly onProgress: (message: string) => void;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const monthMs = 30 * dayMs;

/** Days stay drafts for so long: late rows are still likely. */
const draftMs = 2 * dayMs;

/** So many records wait for the database at most. */
const mostWaiting = 20_000;

/** Fills a database with a month of a company's traffic: keys, requests with their evidence, events of access, rollups. */
export async function fillMonth(options: MonthOptions): Promise<void> {
  const { databaseUrl, seed, requests, onProgress } = options;
  const to = Math.floor(options.end / hourMs) * hourMs;
  const range = { from: to - monthMs, to };
  const draws = drawsFrom(seed);
  const database = openDatabase(databaseUrl);
  await migrate(database);
  for (const at of [range.from, range.to]) await ensurePartitions(database, at);
  const holders = await issueKeys(database, range.from - 40 * dayMs, draws);
  onProgress(`${holders.length} keys issued`);
  await storeEvents(options, securityEventsOf(range, { holders, draws }));
  await storeRequests(databaseUrl, requestsOfMonth(range, { requests, holders, draws }), onProgress);
  const added = await rollUp(database, { until: to });
  const final = await finalise(database, { daysUntil: to - draftMs, monthsUntil: to - draftMs });
  onProgress(`${added.added.hour} hours and ${added.added.day} days added up, ${final.days} days final`);
  await database.destroy();
}

async function storeEvents(
  { databaseUrl, onProgress }: MonthOptions,
  events: ReturnType<typeof securityEventsOf>,
): Promise<void> {
  const store = openAdminStore(databaseUrl, { onProblem: onProgress });
  for (const event of events) await store.note(event);
  await store.close();
}

/** The way of every record: through a spool and the ledger's writer. */
async function storeRequests(
  databaseUrl: string,
  hours: ReturnType<typeof requestsOfMonth>,
  onProgress: MonthOptions['onProgress'],
): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'month-'));
  const spool = openSpool({ directory });
  const writer = startUsageWriter(spool, { databaseUrl, batchRecords: 2000, timeoutMs: 60_000, onProblem: onProgress });
  let [recorded, told] = [0, 0];
  for (const records of hours) {
    for (const record of records) spool.record(record);
    recorded += records.length;
    await waitBelow(spool, mostWaiting);
    if (recorded - told < 50_000) continue;
    told = recorded;
    onProgress(`${recorded} requests`);
  }
  await spool.caughtUp();
  await writer.close(60_000);
  await spool.close();
  await rm(directory, { recursive: true });
  onProgress(`${recorded} requests stored`);
}

async function waitBelow(spool: Spool, records: number): Promise<void> {
  while (spool.stats().records >= records) await sleep(20);
}
