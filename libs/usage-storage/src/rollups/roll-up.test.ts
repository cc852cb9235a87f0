import type { Kysely } from 'kysely';
import { openDatabase } from '../open-database.js';
import { ensurePartitions } from '../partitions.js';
import type { Tables } from '../tables.js';
import { openLedger, type Ledger, type Row } from '../testing/ledger.js';
import { differencesOf } from '../testing/rollup-sums.js';
import { sampleRecord } from '../testing/sample-record.js';
import { storeRecords } from '../testing/store-records.js';
import { rollUp } from './roll-up.js';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const march = Date.UTC(2026, 2, 1);

let ledger: Ledger;
let database: Kysely<Tables>;
beforeEach(async () => {
  ledger = await openLedger();
  database = openDatabase(ledger.url);
});
afterEach(async () => {
  await database.destroy();
  await ledger.drop();
});

const store = async (...instants: readonly number[]): Promise<void> =>
  void (await storeRecords(
    ledger.url,
    instants.map((startedAt) => ({ startedAt })),
  ));

const sums = async (table: string): Promise<readonly Row[]> =>
  ledger.query(
    `select bucket_start::timestamptz at time zone 'UTC' as bucket, is_correction, requests::int, cost_nano_usd
    from ${table} order by 1, 2`,
  );

test('complete hours, days and months are added up, and what is not complete is left to the rows', async () => {
  await store(march, march + 5, march + hourMs, march + 31 * dayMs + 2.5 * hourMs);
  const report = await rollUp(database, { until: march + 31 * dayMs + 2.9 * hourMs });
  expect(report).toEqual({ added: { hour: 31 * 24 + 2, day: 31, month: 1 }, renewed: 0, busy: false });
  const [requests, cost] = [3, String(3n * 9_007_199_254_740_993n)];
  expect(await sums('usage_rollup_monthly')).toMatchObject([{ is_correction: false, requests, cost_nano_usd: cost }]);
  expect(await sums('usage_rollup_daily')).toMatchObject([{ is_correction: false, requests, cost_nano_usd: cost }]);
  expect((await sums('usage_rollup_hourly')).map((row) => row['requests'])).toEqual([2, 1]);
  expect(await differencesOf(ledger)).toEqual([]);
  expect(await rollUp(database, { until: march + 31 * dayMs })).toMatchObject({ added: { hour: 0, day: 0, month: 0 } });
});

test('a row that comes late is added to each window it is in, with the row itself and once', async () => {
  await store(march);
  await rollUp(database, { until: march + dayMs });
  const late = sampleRecord({ startedAt: march + 7, user: 'late' });
  await storeRecords(ledger.url, [late]);
  await storeRecords(ledger.url, [late]);
  const both = [
    { is_correction: false, requests: 1 },
    { is_correction: true, requests: 1 },
  ];
  expect(await sums('usage_rollup_hourly')).toMatchObject(both);
  expect(await sums('usage_rollup_daily')).toMatchObject(both);
  expect(await sums('usage_rollup_monthly')).toEqual([]);
  expect(await differencesOf(ledger)).toEqual([]);
});

test('a draft with corrections is added up afresh', async () => {
  await store(march);
  await rollUp(database, { until: march + dayMs });
  await store(march + 1, march + 2);
  expect(await rollUp(database, { until: march + dayMs })).toMatchObject({ renewed: 2 });
  expect(await sums('usage_rollup_daily')).toMatchObject([{ is_correction: false, requests: 3 }]);
  expect(await differencesOf(ledger)).toEqual([]);
  const windows = await ledger.query(
    `select source_request_count::int, correction_count::int from usage_rollup_windows where window_start = $1`,
    [new Date(march)],
  );
  expect(windows).toEqual(Array(2).fill({ source_request_count: 3, correction_count: 0 }));
});

test('months without a row are passed over, and so are those after the last one', async () => {
  await store(march, march + 200 * dayMs);
  await rollUp(database, { until: march + 400 * dayMs });
  const months = await ledger.query(`select window_start from usage_rollup_windows where period = 'month' order by 1`);
  expect(months.map((row) => row['window_start'])).toEqual([new Date(march), new Date(Date.UTC(2026, 8, 1))]);
});

test('rows of more hours than are locked one by one are corrected as well', async () => {
  await store(march);
  await rollUp(database, { until: march + 10 * dayMs });
  await store(...Array.from({ length: 240 }, (_, hour) => march + hour * hourMs));
  expect(await differencesOf(ledger)).toEqual([]);
});

test('rows that move into the partition of their month are not counted again', async () => {
  await store(march);
  await rollUp(database, { until: march + dayMs });
  await ensurePartitions(database, march);
  expect(await differencesOf(ledger)).toEqual([]);
});

test('a month whose rows went before it was over is added up from its days', async () => {
  await store(march);
  await rollUp(database, { until: march + dayMs });
  await ledger.query('delete from request_usage');
  expect(await rollUp(database, { until: march + 31 * dayMs })).toMatchObject({ added: { day: 30, month: 1 } });
  expect(await sums('usage_rollup_monthly')).toMatchObject([{ requests: 1 }]);
});
