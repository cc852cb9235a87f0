import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import { openDatabase } from '../open-database.js';
import { runRetention } from '../retention/run-retention.js';
import { finalise } from '../rollups/finalise.js';
import { rollUp } from '../rollups/roll-up.js';
import { openSpool } from '../spool/open-spool.js';
import type { Spool } from '../spool/spool.js';
import type { Tables } from '../tables.js';
import { openLedger, scratchFolder, type Ledger } from '../testing/ledger.js';
import { sampleRecord } from '../testing/sample-record.js';
import { startUsageWriter } from '../usage/start-usage-writer.js';
import { readLastStored } from './last-stored.js';
import { readRollupStatus } from './rollup-status.js';
import { readSpoolStatus } from './spool-status.js';
import { verifyLedger } from './verify-ledger.js';

const dayMs = 24 * 3_600_000;
const march = Date.UTC(2026, 2, 1);

let ledger: Ledger;
let database: Kysely<Tables>;
let directory: string;
beforeEach(async () => {
  ledger = await openLedger();
  database = openDatabase(ledger.url);
  directory = scratchFolder();
});
afterEach(async () => {
  await database.destroy();
  await ledger.drop();
});

const verify = async (since?: number) => verifyLedger(database, { since, spoolDirectories: [directory] });

/** Records five requests and stores them; returns the id of the writer. */
async function storeFive(startedAt = march): Promise<string> {
  const spool = openSpool({ directory });
  const writer = startUsageWriter(spool, { databaseUrl: ledger.url });
  for (let index = 0; index < 5; index += 1) spool.record(sampleRecord({ startedAt: startedAt + index }));
  await writer.close(60_000);
  const { writerId } = spool.stats();
  await spool.close();
  return writerId;
}

const whole = { writers: 1, gaps: [], waiting: 0, rejected: 0, windows: 0, differing: [] };

test('a ledger in which every number has a row is whole', async () => {
  await storeFive();
  expect(await verify()).toEqual(whole);
});

test('a row that is gone is a gap, at the beginning too, and said with its numbers', async () => {
  const writerId = await storeFive();
  await ledger.query('delete from request_usage where writer_seq in (1, 3, 4)');
  const ranges = [
    { from: 1, to: 1 },
    { from: 3, to: 4 },
  ];
  expect(await verify()).toEqual({ ...whole, gaps: [{ writerId, lost: 3, ranges }] });
  expect(await verify(march)).toMatchObject({ gaps: [{ lost: 2, ranges: ranges.slice(1) }] });
  expect(await verify(march + 3 * dayMs)).toMatchObject({ writers: 0, gaps: [] });
});

test('a record that was dropped is a gap', async () => {
  const spool = openSpool({ directory, maxBytes: 1, onFull: 'drop' });
  const writer = startUsageWriter(spool, { databaseUrl: ledger.url });
  spool.record(sampleRecord());
  spool.record(sampleRecord());
  await spool.caughtUp();
  spool.record(sampleRecord());
  expect(spool.stats().dropped).toBe(1);
  await writer.close(60_000);
  await spool.close();
  expect(await verify()).toMatchObject({ gaps: [{ lost: 1, ranges: [{ from: 2, to: 2 }] }] });
});

describe('records on the disk', () => {
  let spool: Spool;
  beforeEach(async () => {
    await storeFive();
    spool = openSpool({ directory });
    spool.record(sampleRecord());
    spool.record(sampleRecord());
  });

  test('wait, and are no gap', async () => {
    expect(await verify()).toEqual({ ...whole, waiting: 2 });
    const { folders, rejected } = await readSpoolStatus(directory);
    expect(folders).toMatchObject([{ writerId: spool.stats().writerId, state: 'live', lines: 2 }]);
    expect(folders[0]?.bytes).toBe(spool.stats().bytes);
    expect(rejected).toBe(0);
    await spool.close();
  });

  test('are an orphan once their process is gone, and no gap once they are adopted', async () => {
    const { writerId } = spool.stats();
    await spool.close();
    expect((await readSpoolStatus(directory)).folders).toMatchObject([{ writerId, state: 'orphan', lines: 2 }]);
    const heir = openSpool({ directory });
    const adopted = (await readSpoolStatus(directory)).folders.find((folder) => folder.writerId === writerId);
    expect(adopted).toMatchObject({ state: 'adopted', lines: 2 });
    expect(await verify()).toEqual({ ...whole, waiting: 2 });
    const writer = startUsageWriter(heir, { databaseUrl: ledger.url });
    await writer.close(60_000);
    await heir.close();
    expect(await verify()).toEqual({ ...whole, writers: 2 });
  });

  test('that the database can never take are told, and are no gap', async () => {
    const { writerId } = spool.stats();
    const writer = startUsageWriter(spool, { databaseUrl: ledger.url });
    await writer.close(60_000);
    await spool.close();
    await ledger.query('delete from request_usage where writer_id = $1 and writer_seq = 1', [writerId]);
    const record = JSON.stringify({ writer_id: writerId, writer_seq: 1 });
    appendFileSync(join(directory, 'rejected.jsonl'), `${JSON.stringify({ reason: '22003', record })}\n`);
    expect(await verify()).toEqual({ ...whole, writers: 2, rejected: 1 });
    expect(await readSpoolStatus(directory)).toMatchObject({ rejected: 1 });
  });
});

test('a number that a broken disk made of another one is told at once, however large it is', async () => {
  const writerId = await storeFive();
  const broken = Number.MAX_SAFE_INTEGER;
  await ledger.query('update request_usage set writer_seq = $1 where writer_seq = 5', [broken]);
  const record = JSON.stringify({ writer_id: writerId, writer_seq: 7 });
  appendFileSync(join(directory, 'rejected.jsonl'), `${JSON.stringify({ reason: '22003', record })}\n`);
  const ranges = [
    { from: 5, to: 6 },
    { from: 8, to: broken - 1 },
  ];
  expect(await verify()).toEqual({ ...whole, rejected: 1, gaps: [{ writerId, lost: broken - 6, ranges }] });
});

test('rows that went because they were old are no gap, and their windows still add up', async () => {
  const writerId = await storeFive();
  await rollUp(database, { until: march + 40 * dayMs });
  await finalise(database, { daysUntil: march + 40 * dayMs, monthsUntil: march + 40 * dayMs });
  await ledger.query('delete from request_usage where writer_seq = 2');
  expect(await verify()).toMatchObject({
    gaps: [{ writerId, lost: 1, ranges: [{ from: 2, to: 2 }] }],
    differing: [
      { period: 'hour', start: march, source: 'request_usage', rollup: { requests: 5n }, rows: { requests: 4n } },
      { period: 'day', start: march, source: 'request_usage', rollup: { requests: 5n }, rows: { requests: 4n } },
    ],
  });
  await ledger.query('update request_usage set writer_seq = writer_seq - 1 where writer_seq > 2');
  await ledger.query(`insert into retention_deleted_days values ($1, 1, 9007199254740993)`, [new Date(march)]);
  const kept = { usage_detail: 1, usage_diagnostics: 1, decision_telemetry: 1, security_access_events: 1 };
  const job = { mode: 'delete', requestedBy: 'test', keptDays: kept, now: march + 40 * dayMs } as const;
  await runRetention(database, job);
  expect(await ledger.query('select from request_usage')).toEqual([]);
  expect(await verify()).toMatchObject({ writers: 1, gaps: [], differing: [] });
});

test('the state of rollups and what was stored last are told', async () => {
  expect(await readLastStored(database)).toBeUndefined();
  expect((await readRollupStatus(database)).map(({ windows }) => windows)).toEqual([0, 0, 0]);
  await storeFive();
  await rollUp(database, { until: march + dayMs });
  expect(await readLastStored(database)).toMatchObject({ startedAt: march + 4 });
  expect(await readRollupStatus(database)).toMatchObject([
    {
      period: 'hour',
      windows: 24,
      final: 0,
      first: march,
      last: march + 23 * 3_600_000,
      requests: 5n,
      corrections: 0n,
    },
    { period: 'day', windows: 1, requests: 5n },
    { period: 'month', windows: 0, first: undefined },
  ]);
});
