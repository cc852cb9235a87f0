import { waitFor } from '@smart-router/dev-services';
import type { Kysely } from 'kysely';
import pg from 'pg';
import { openDatabase } from '../open-database.js';
import type { Tables } from '../tables.js';
import { openLedger, type Ledger } from '../testing/ledger.js';
import { differencesOf } from '../testing/rollup-sums.js';
import { storeRecords } from '../testing/store-records.js';
import { finalise } from './finalise.js';
import { rollUp } from './roll-up.js';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const march = Date.UTC(2026, 2, 1);

let ledger: Ledger;
let database: Kysely<Tables>;
let other: pg.Client;
beforeEach(async () => {
  ledger = await openLedger();
  database = openDatabase(ledger.url);
  other = new pg.Client({ connectionString: ledger.url });
  await other.connect();
  await storeRecords(ledger.url, [{ startedAt: march }]);
});
afterEach(async () => {
  await other.end();
  await database.destroy();
  await ledger.drop();
});

/** A row like the first one, by a client that may be in the middle of a transaction. */
const insertRow = async (client: pg.Client, id: string, startedAt = march + 1): Promise<unknown> =>
  client.query(
    `insert into request_usage (started_at, request_id, writer_id, writer_seq, token_id, key_id, caller_organization,
      caller_user, caller_project, caller_environment, inbound_dialect, stream, status, latency_ms, attempt_count,
      fallback_used, cost_basis, cost_nano_usd)
    values ($1, $2, 'w', 1, 't', 'k', 'o', 'u', 'p', 'e', 'openai-chat', false, 200, 1, 1, false, 'computed', 7)`,
    [new Date(startedAt), id],
  );

const someoneWaits = async (): Promise<boolean> =>
  (
    await ledger.query(`select from pg_locks where locktype = 'advisory' and not granted
      and database = (select oid from pg_database where datname = current_database())`)
  ).length > 0;

const requestsIn = async (table: string): Promise<unknown> =>
  (await ledger.query(`select sum(requests)::int as requests from ${table}`))[0]?.['requests'];

test('a roll-up waits for the row that is just being stored, and counts it', async () => {
  await other.query('begin');
  await insertRow(other, 'under-way');
  const rolling = rollUp(database, { until: march + dayMs, lockWaitMs: 60_000 });
  await waitFor(someoneWaits);
  await other.query('commit');
  expect(await rolling).toMatchObject({ busy: false });
  expect(await requestsIn('usage_rollup_hourly')).toBe(2);
  expect(await differencesOf(ledger)).toEqual([]);
});

test('a row that comes while its window is added up waits, and becomes a correction', async () => {
  const roller = new pg.Client({ connectionString: ledger.url });
  await roller.connect();
  await roller.query('begin');
  await roller.query(`select pg_advisory_xact_lock(usage_window_lock('hour', $1))`, [new Date(march)]);
  const storing = insertRow(other, 'late');
  await waitFor(someoneWaits);
  await roller.query(
    `insert into usage_rollup_windows (period, window_start, status, source_request_count, source_cost_nano_usd)
    values ('hour', $1, 'draft', 0, 0)`,
    [new Date(march)],
  );
  await roller.query('commit');
  await roller.end();
  await storing;
  const rows = await ledger.query(`select is_correction, requests::int from usage_rollup_hourly`);
  expect(rows).toEqual([{ is_correction: true, requests: 1 }]);
});

test('writers of the present hour do not wait for a roll-up of the past', async () => {
  const roller = new pg.Client({ connectionString: ledger.url });
  await roller.connect();
  await roller.query('begin');
  await roller.query(`select pg_advisory_xact_lock(usage_window_lock('hour', $1))`, [new Date(march)]);
  await storeRecords(ledger.url, [{ startedAt: march + hourMs }]);
  await roller.query('commit');
  await roller.end();
  expect(await requestsIn('request_usage_default cross join (select 1 as requests) as one')).toBe(2);
});

test('a row that is taken back leaves no correction', async () => {
  await rollUp(database, { until: march + dayMs });
  await other.query('begin');
  await insertRow(other, 'late');
  await other.query('rollback');
  expect(await requestsIn('usage_rollup_hourly')).toBe(1);
  expect(await differencesOf(ledger)).toEqual([]);
});

test('several rollers at once make each window once', async () => {
  const others = [openDatabase(ledger.url), openDatabase(ledger.url)];
  const runs = [database, ...others].map(async (each) => {
    for (;;) {
      const { busy } = await rollUp(each, { until: march + 31 * dayMs });
      if (!busy) return;
    }
  });
  await Promise.all(runs);
  expect(await differencesOf(ledger)).toEqual([]);
  const windows = await ledger.query('select period, count(*)::int from usage_rollup_windows group by 1 order by 1');
  expect(windows.map((row) => row['count'])).toEqual([31, 31 * 24, 1]);
  await Promise.all(others.map((each) => each.destroy()));
});

test('a roller whose connection is cut leaves whole windows or none', async () => {
  await other.query('begin');
  await insertRow(other, 'under-way', march + 15 * dayMs);
  const rolling = rollUp(database, { until: march + 31 * dayMs }).catch((error: unknown) => error);
  await waitFor(someoneWaits);
  await ledger.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'smart-router' and datname = current_database()`,
  );
  expect(await rolling).toBeInstanceOf(Error);
  await other.query('rollback');
  expect(await differencesOf(ledger)).toEqual([]);
  await rollUp(database, { until: march + 31 * dayMs });
  expect(await requestsIn('usage_rollup_monthly')).toBe(1);
  expect(await differencesOf(ledger)).toEqual([]);
});

describe('a final window', () => {
  beforeEach(async () => {
    await rollUp(database, { until: march + dayMs });
    await finalise(database, { daysUntil: march + dayMs, monthsUntil: march });
  });

  test.each([
    ['delete from usage_rollup_hourly'],
    ['delete from usage_rollup_daily'],
    ['update usage_rollup_daily set requests = 2'],
    ['insert into usage_rollup_daily select * from usage_rollup_daily'],
    ['truncate usage_rollup_daily'],
    [`update usage_rollup_windows set status = 'draft'`],
    [`update usage_rollup_windows set source_request_count = 2`],
    [`update usage_rollup_windows set correction_count = -1`],
    [`delete from usage_rollup_windows where period = 'hour'`],
  ])('cannot be changed: %s', async (statement) => {
    await expect(ledger.query(statement)).rejects.toMatchObject({ code: '23001' });
  });

  test('takes corrections, and is not added up afresh', async () => {
    await insertRow(other, 'late');
    expect(await rollUp(database, { until: march + dayMs })).toMatchObject({ renewed: 0 });
    const rows = await ledger.query('select is_correction, requests::int from usage_rollup_daily order by 1');
    expect(rows).toEqual([
      { is_correction: false, requests: 1 },
      { is_correction: true, requests: 1 },
    ]);
    expect(await differencesOf(ledger)).toEqual([]);
  });
});

test('a day that differs from its rows does not become final, and is told', async () => {
  await rollUp(database, { until: march + dayMs });
  await ledger.query('delete from request_usage');
  const report = await finalise(database, { daysUntil: march + dayMs, monthsUntil: march });
  expect(report).toMatchObject({ days: 0, months: 0, busy: false });
  expect(report.refused).toMatchObject([
    {
      window: { period: 'day', start: march },
      rollup: { source: 'usage_rollup_daily', requests: 1n },
      source: { source: 'request_usage', requests: 0n },
    },
  ]);
});

test('a month becomes final after all of its days', async () => {
  const end = Date.UTC(2026, 3, 1);
  await rollUp(database, { until: end });
  expect(await finalise(database, { daysUntil: end - dayMs, monthsUntil: end })).toMatchObject({ days: 30, months: 0 });
  expect(await finalise(database, { daysUntil: end, monthsUntil: end })).toMatchObject({ days: 1, months: 1 });
  const drafts = await ledger.query(`select from usage_rollup_windows where status = 'draft'`);
  expect(drafts).toEqual([]);
});
