import fc from 'fast-check';
import type { Kysely } from 'kysely';
import pg from 'pg';
import { waitFor } from '@smart-router/dev-services';
import { openDatabase } from '../open-database.js';
import { ensurePartitions } from '../partitions.js';
import { finalise } from '../rollups/finalise.js';
import { rollUp } from '../rollups/roll-up.js';
import type { Tables } from '../tables.js';
import { openLedger, type Ledger, type Row } from '../testing/ledger.js';
import { storeRecords } from '../testing/store-records.js';
import { retainedTables, type KeptDays } from './data-class.js';
import { listHolds, placeHold, releaseHold, type HeldThings } from './legal-holds.js';
import { runRetention, type RetentionOptions } from './run-retention.js';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const march = Date.UTC(2026, 2, 1);
const april = Date.UTC(2026, 3, 1);
const deed = { actor: 'cli:ada', reason: 'case 7' };

/** All classes go ten days after March 11, which is where the cutoff is. */
const keptDays: KeptDays = {
  ...{ usage_detail: 10, usage_diagnostics: 10, decision_telemetry: 10, security_access_events: 10 },
};
const now = march + 20 * dayMs + hourMs;

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

const run = async (change: Partial<RetentionOptions> = {}) => {
  const job = await runRetention(database, { mode: 'delete', requestedBy: 'test', now, keptDays, ...change });
  if (job === undefined) throw new Error('there was no job');
  return job;
};

const makeFinal = async (until: number): Promise<void> => {
  await rollUp(database, { until });
  await finalise(database, { daysUntil: until, monthsUntil: until });
};

const idsIn = async (table: string): Promise<readonly unknown[]> =>
  (await ledger.query(`select distinct request_id from ${table} order by 1`)).map((row) => row['request_id']);

const totals = async (): Promise<readonly Row[]> =>
  ledger.query(`select bucket_start, sum(requests)::int as requests, sum(cost_nano_usd)::text as cost
    from usage_rollup_daily group by 1 order by 1`);

const countsOf = (job: Awaited<ReturnType<typeof run>>, name: string) => {
  const found = job.tables.find(({ table }) => table === name);
  return found && [found.candidates, found.held, found.blocked, found.eligible, found.deleted].map(Number);
};

const stored = retainedTables.map(({ name }) => name).filter((name) => name.startsWith('request_'));

test('what is older than its class is kept goes, in batches, and totals stay', async () => {
  const days = [0, 1, 2, 9, 10, 11];
  const records = await storeRecords(
    ledger.url,
    days.map((day) => ({ startedAt: march + day * dayMs, status: 502, errorType: 'upstream-failed' })),
  );
  await makeFinal(march + 20 * dayMs);
  const before = await totals();
  const job = await run({ batchRows: 3 });
  const young = records.slice(4).map(({ requestId }) => requestId);
  for (const table of ['request_usage', 'request_attempts', 'request_errors', 'request_traffic_shape_events'])
    expect(await idsIn(table)).toEqual([...young].sort());
  expect(countsOf(job, 'request_usage')).toEqual([4, 0, 0, 4, 4]);
  expect(job).toMatchObject({ mode: 'delete', status: 'done', requestedBy: 'test' });
  expect(await totals()).toEqual(before);
});

test('a dry run counts and deletes nothing', async () => {
  const records = await storeRecords(ledger.url, [{ startedAt: march }, { startedAt: march + 1, project: 'held' }]);
  await makeFinal(march + dayMs);
  await placeHold(database, { project: 'held' }, deed);
  const job = await run({ mode: 'dry-run' });
  expect(countsOf(job, 'request_usage')).toEqual([2, 1, 0, 1, 0]);
  expect(countsOf(job, 'request_attempts')).toEqual([4, 2, 0, 2, 0]);
  expect(await idsIn('request_usage')).toHaveLength(records.length);
});

test('rows of requests stay until their day is final, and while it differs from its rollup', async () => {
  await storeRecords(ledger.url, [{ startedAt: march }, { startedAt: march + 1 }, { startedAt: march + dayMs }]);
  await rollUp(database, { until: march + 5 * dayMs });
  expect(countsOf(await run(), 'request_usage')).toEqual([3, 0, 3, 0, 0]);
  await makeFinal(march + 5 * dayMs);
  await ledger.query('delete from request_usage where started_at = $1', [new Date(march)]);
  expect(countsOf(await run(), 'request_usage')).toEqual([2, 0, 1, 1, 1]);
});

test('a day of which some rows went before goes on being deleted when the hold on the others is released', async () => {
  const [first, second] = await storeRecords(ledger.url, [{ startedAt: march }, { startedAt: march + 1 }]);
  await makeFinal(march + dayMs);
  const hold = await placeHold(database, { requestId: first?.requestId }, deed);
  await run();
  expect(await idsIn('request_usage')).toEqual([first?.requestId]);
  expect(second).toBeDefined();
  await releaseHold(database, hold.holdId, deed);
  await run();
  expect(await idsIn('request_usage')).toEqual([]);
  const deleted = await ledger.query('select day, requests::int from retention_deleted_days');
  expect(deleted).toEqual([{ day: new Date(march), requests: 2 }]);
});

describe('a month that is old as a whole', () => {
  const afterApril = { now: april + 40 * dayMs };
  beforeEach(async () => void (await ensurePartitions(database, march)));

  test('is dropped with its partition', async () => {
    await storeRecords(ledger.url, [{ startedAt: march }, { startedAt: april }]);
    await makeFinal(april + 40 * dayMs);
    const job = await run({ ...afterApril, keptDays: { ...keptDays, usage_detail: 30 } });
    const usage = job.tables.find(({ table }) => table === 'request_usage');
    expect(usage).toMatchObject({ deleted: 2n, droppedPartitions: 1 });
    const left = await ledger.query(`select relname from pg_class where relname like 'request_usage_y2026m03'`);
    expect(left).toEqual([]);
  });

  test('keeps its partition while a hold is on one of its rows', async () => {
    const [held] = await storeRecords(ledger.url, [{ startedAt: march, user: 'held' }, { startedAt: march + 1 }]);
    await makeFinal(april);
    await placeHold(database, { user: 'held', dataClass: 'usage_detail' }, deed);
    const job = await run(afterApril);
    expect(await idsIn('request_usage')).toEqual([held?.requestId]);
    expect(countsOf(job, 'request_usage')).toEqual([2, 1, 0, 1, 1]);
    expect(await idsIn('request_attempts')).toEqual([]);
  });

  test('has its rows deleted while somebody reads the table', async () => {
    await storeRecords(ledger.url, [{ startedAt: march }]);
    await makeFinal(april);
    const reader = new pg.Client({ connectionString: ledger.url });
    await reader.connect();
    await reader.query('begin');
    await reader.query('select from request_usage');
    const job = await run(afterApril);
    await reader.query('rollback');
    await reader.end();
    expect(job.tables.find(({ table }) => table === 'request_usage')).toMatchObject({
      deleted: 1n,
      droppedPartitions: 0,
    });
  });
});

test('a hold on a person keeps what they did at the doors, whatever their name holds', async () => {
  const subjects = ['oidc:tenant:ada', 'oidc:tenant:bob', 'local:ada', null];
  for (const subject of subjects)
    await ledger.query(
      `insert into security_access_events (started_at, event_id, event_type, outcome, surface, subject)
        values ($1, gen_random_uuid(), 'sign-in', 'ok', 'reports', $2)`,
      [new Date(march), subject],
    );
  await placeHold(database, { user: 'tenant:ada' }, deed);
  await run();
  const left = await ledger.query('select subject from security_access_events order by subject');
  expect(left.map((row) => row['subject'])).toEqual(['oidc:tenant:ada', null]);
});

test('a hold waits for the batch under way, and what it is on stays from then on', async () => {
  await storeRecords(ledger.url, [{ startedAt: march }]);
  await makeFinal(march + dayMs);
  const batch = new pg.Client({ connectionString: ledger.url });
  await batch.connect();
  await batch.query('begin');
  await batch.query(`select pg_advisory_xact_lock_shared(hashtextextended('legal holds', 0))`);
  const placing = placeHold(database, { from: march, to: march + dayMs }, deed);
  await waitFor(
    async () =>
      (
        await ledger.query(`select from pg_locks where locktype = 'advisory' and not granted
      and database = (select oid from pg_database where datname = current_database())`)
      ).length > 0,
  );
  const running = run();
  await batch.query('commit');
  await batch.end();
  const hold = await placing;
  await running;
  const after = await idsIn('request_usage');
  await run();
  expect(await idsIn('request_usage')).toEqual(after);
  expect(await listHolds(database)).toEqual([hold]);
});

test('holds tell who placed and released them, and why', async () => {
  const hold = await placeHold(database, { project: 'engine' }, deed);
  expect(await releaseHold(database, hold.holdId, { actor: 'cli:bob', reason: 'closed' })).toMatchObject({ ok: true });
  expect(await releaseHold(database, hold.holdId, deed)).toMatchObject({ ok: false, fault: { type: 'not-found' } });
  expect(await listHolds(database)).toEqual([]);
  expect(await listHolds(database, 'all')).toMatchObject([
    { project: 'engine', placed: deed, released: { actor: 'cli:bob', reason: 'closed' } },
  ]);
  const events = await ledger.query('select action, actor, reason from legal_hold_events order by event_id');
  expect(events).toEqual([
    { action: 'placed', ...deed },
    { action: 'released', actor: 'cli:bob', reason: 'closed' },
  ]);
});

test('of replicas that look once a day one makes a job', async () => {
  const options: RetentionOptions = { mode: 'dry-run', requestedBy: 'gateway', now, keptDays, restMs: dayMs };
  const jobs = await Promise.all([1, 2, 3].map(() => runRetention(database, options)));
  expect(jobs.filter((job) => job !== undefined)).toHaveLength(1);
});

test('nothing is old because a clock was set ahead', async () => {
  const records = await storeRecords(ledger.url, [{ startedAt: Date.now() - dayMs }]);
  const job = await run({ now: Date.now() + 1000 * dayMs });
  expect(countsOf(job, 'request_attempts')).toEqual([0, 0, 0, 0, 0]);
  expect(await idsIn('request_attempts')).toEqual(records.map(({ requestId }) => requestId));
});

test('a class that is kept for ever is not looked at', async () => {
  await storeRecords(ledger.url, [{ startedAt: march }]);
  const job = await run({ keptDays: { ...keptDays, usage_detail: undefined } });
  expect(countsOf(job, 'request_usage')).toBeUndefined();
  expect(countsOf(job, 'request_attempts')).toEqual([2, 0, 0, 2, 2]);
});

test('whatever is held, exactly the old rows that no hold is on go, and totals stay', async () => {
  const users = ['ada', 'bob'];
  const record = fc.record({
    startedAt: fc.integer({ min: 0, max: 14 }).map((day) => march + day * dayMs + 5),
    user: fc.constantFrom(...users),
    project: fc.constantFrom('engine', 'shop'),
  });
  const things = fc.record<HeldThings>({
    dataClass: fc.constantFrom(undefined, 'usage_detail', 'usage_diagnostics'),
    from: fc.option(fc.constantFrom(march, march + 3 * dayMs), { nil: undefined }),
    to: fc.option(fc.constantFrom(march + 4 * dayMs, march + 8 * dayMs), { nil: undefined }),
    project: fc.constantFrom(undefined, 'engine'),
    user: fc.constantFrom(undefined, ...users),
  });
  const isHeldBy = (hold: HeldThings, row: { startedAt: number; user: string; project: string }, kind: string) =>
    (hold.dataClass ?? kind) === kind &&
    (hold.from ?? 0) <= row.startedAt &&
    row.startedAt < (hold.to ?? Infinity) &&
    (hold.project ?? row.project) === row.project &&
    (hold.user ?? row.user) === row.user;
  await fc.assert(
    fc.asyncProperty(fc.array(record, { maxLength: 12 }), fc.array(things, { maxLength: 2 }), async (rows, holds) => {
      await ledger.query(`truncate ${stored.join(', ')}, legal_holds, legal_hold_events, retention_deleted_days`);
      await ledger.query('alter table usage_rollup_windows disable trigger all');
      await ledger.query('delete from usage_rollup_windows');
      for (const table of ['hourly', 'daily', 'monthly']) await ledger.query(`delete from usage_rollup_${table}`);
      await ledger.query('alter table usage_rollup_windows enable trigger all');
      const records = rows.length === 0 ? [] : await storeRecords(ledger.url, rows);
      await makeFinal(march + 20 * dayMs);
      const before = await totals();
      for (const hold of holds) await placeHold(database, hold, deed);
      await run({ batchRows: 2 });
      const expected = (kind: string) =>
        records
          .filter(
            (each, index) =>
              each.startedAt >= march + 10 * dayMs || holds.some((hold) => isHeldBy(hold, rows[index] ?? each, kind)),
          )
          .map(({ requestId }) => requestId)
          .sort();
      expect(await idsIn('request_usage')).toEqual(expected('usage_detail'));
      expect(await idsIn('request_attempts')).toEqual(expected('usage_diagnostics'));
      expect(await totals()).toEqual(before);
    }),
    { numRuns: 12 },
  );
});
