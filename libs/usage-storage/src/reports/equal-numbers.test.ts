import fc from 'fast-check';
import type { UsageRecord } from '@smart-router/core';
import type { Kysely } from 'kysely';
import { openDatabase } from '../open-database.js';
import { startOf } from '../rollups/period.js';
import { rollUp } from '../rollups/roll-up.js';
import type { Tables } from '../tables.js';
import { openLedger, type Ledger } from '../testing/ledger.js';
import { randomFrom, sampleChanges } from '../testing/sample-month.js';
import { storeRecords } from '../testing/store-records.js';
import { durationBuckets } from './histogram.js';
import { dimensionColumns, type Dimension } from './dimensions.js';
import { openReports } from './open-reports.js';
import type { Reports, UsageFilter, UsageQuestion } from './reports.js';
import type { Scope } from './scope.js';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const march = Date.UTC(2026, 2, 1);
/** A month and a half; what is later than `addedUpTo` has no rollups yet. */
const whole = { from: march - 3 * dayMs, to: march + 40 * dayMs };
const addedUpTo = march + 38 * dayMs + 7 * hourMs;

let ledger: Ledger;
let database: Kysely<Tables>;
let reports: Reports;
let records: readonly UsageRecord[];
beforeAll(async () => {
  ledger = await openLedger();
  database = openDatabase(ledger.url);
  reports = openReports(ledger.url, { queryTimeoutMs: 60_000 });
  const random = randomFrom(7);
  const first = await storeRecords(ledger.url, sampleChanges(random, 2500, whole));
  await rollUp(database, { until: addedUpTo });
  await finaliseBefore(march + 20 * dayMs);
  // Late rows: into final windows, into drafts, and into hours that are not added up.
  const late = await storeRecords(ledger.url, sampleChanges(random, 500, whole));
  await makeHoles();
  records = [...first, ...late];
});
afterAll(async () => {
  await reports.close();
  await database.destroy();
  await ledger.drop();
});

const finaliseBefore = (end: number): Promise<unknown> =>
  ledger.query(
    `update usage_rollup_windows set status = 'final', finalised_at = now()
    where window_start + ('1 ' || period)::interval <= $1`,
    [new Date(end)],
  );

/** Hours and a day that nobody has added up, in the middle of some that are. */
const makeHoles = async (): Promise<void> => {
  const [from, to] = [new Date(march + 30 * dayMs + 5 * hourMs), new Date(march + 30 * dayMs + 9 * hourMs)];
  for (const [table, period] of [
    ['usage_rollup_hourly', 'hour'],
    ['usage_rollup_daily', 'day'],
    ['usage_rollup_monthly', 'month'],
  ]) {
    const start = startOf(period === 'hour' ? 'hour' : period === 'day' ? 'day' : 'month', from.getTime());
    const since = period === 'hour' ? from : new Date(start);
    await ledger.query(`delete from ${table} where bucket_start >= $1 and bucket_start < $2`, [since, to]);
    await ledger.query(
      'delete from usage_rollup_windows where period = $1 and window_start >= $2 and window_start < $3',
      [period, since, to],
    );
  }
};

const outcomeOf = ({ status, errorType }: UsageRecord): string => {
  if (status === 499) return 'left';
  if (errorType === undefined) return 'served';
  return status >= 400 && status < 499 ? 'refused' : 'failed';
};

const readers: Readonly<Record<Dimension, (record: UsageRecord) => string | undefined>> = {
  organization: (record) => record.organization,
  user: (record) => record.user,
  project: (record) => record.project,
  environment: (record) => record.environment,
  key: (record) => record.keyId,
  client: (record) => record.client,
  dialect: (record) => record.inboundDialect,
  group: (record) => record.group,
  provider: (record) => record.provider,
  model: (record) => record.model,
  'target-dialect': (record) => record.targetDialect,
  outcome: outcomeOf,
  'error-type': (record) => record.errorType,
  stream: (record) => String(record.stream),
  'cost-basis': (record) => record.costBasis,
};

const sumOf = (all: readonly UsageRecord[], read: (record: UsageRecord) => number | bigint | undefined): bigint =>
  all.reduce((sum, record) => sum + BigInt(read(record) ?? 0), 0n);

/** Some measures of every kind, added up without a database. */
const addUp = (all: readonly UsageRecord[]): Readonly<Record<string, bigint>> => ({
  requests: BigInt(all.length),
  ...Object.fromEntries(
    ['served', 'refused', 'failed'].map((word) => [word, sumOf(all, (each) => Number(outcomeOf(each) === word))]),
  ),
  left_early: sumOf(all, (each) => Number(each.status === 499)),
  attempts: sumOf(all, (each) => each.attempts.length),
  fallbacks: sumOf(all, (each) => Number(each.fallbackUsed)),
  input_tokens: sumOf(all, (each) => each.tokens.input),
  cached_input_tokens: sumOf(all, (each) => each.tokens.cachedInput),
  output_tokens: sumOf(all, (each) => each.tokens.output),
  cost_nano_usd: sumOf(all, (each) => each.costNanoUsd),
  unpriced: sumOf(all, (each) => Number(each.costBasis === 'unpriced')),
  latency_ms_sum: sumOf(all, (each) => each.durationMs),
  latency_ms_max: BigInt(Math.max(0, ...all.map((each) => each.durationMs))),
  first_token_count: sumOf(all, (each) => Number(each.firstTokenMs !== undefined)),
  ...Object.fromEntries(
    durationBuckets.map(({ name, overMs, upToMs = Infinity }) => [
      `latency_ms_${name}`,
      sumOf(all, ({ durationMs }) => Number(durationMs > overMs && durationMs <= upToMs)),
    ]),
  ),
});

const isShown = (record: UsageRecord, { scope, range, filter }: UsageQuestion): boolean =>
  record.startedAt >= range.from &&
  record.startedAt < range.to &&
  (scope === 'everything' ||
    scope.some(
      ({ project, environment }) =>
        project === record.project && (environment === undefined || environment === record.environment),
    )) &&
  Object.entries(filter).every(([name, values]) => values.includes(readers[name as Dimension](record))); // keys of a filter

/** The groups of a question: their keys and buckets as one text. */
const groupsOf = (question: UsageQuestion): ReadonlyMap<string, readonly UsageRecord[]> => {
  const { step, groupBy } = question;
  const shown = records.filter((record) => isShown(record, question));
  const groups = new Map<string, UsageRecord[]>();
  for (const record of shown) {
    const keys = groupBy.map((dimension) => readers[dimension](record) ?? null);
    const key = JSON.stringify([step === undefined ? null : startOf(step, record.startedAt), ...keys]);
    groups.set(key, [...(groups.get(key) ?? []), record]);
  }
  return groups;
};

const names = Object.keys(dimensionColumns) as readonly Dimension[]; // they are its keys
/** Ends of hours and days are as likely as any instant. */
const instant = fc
  .tuple(fc.integer({ min: whole.from, max: whole.to }), fc.constantFrom('hour', 'day', 'month', undefined))
  .map(([at, period]) => (period === undefined ? at : startOf(period, at)));
const valuesOf: Readonly<Partial<Record<Dimension, readonly (string | undefined)[]>>> = {
  ...{ user: ['ada', `o'neill`, 'nobody'], model: ['large', undefined], client: ['codex', undefined] },
  ...{ outcome: ['served', 'failed'], stream: ['true'], project: ['engine'], 'cost-basis': ['computed'] },
};
const filter: fc.Arbitrary<UsageFilter> = fc
  .subarray(Object.keys(valuesOf) as Dimension[], { maxLength: 2 }) // as above
  .chain((dimensions) =>
    fc.tuple(...dimensions.map((name) => fc.subarray([...(valuesOf[name] ?? [])]).map((values) => [name, values]))),
  )
  .map((entries) => Object.fromEntries(entries) as UsageFilter); // made of the names of dimensions
const scope: fc.Arbitrary<Scope> = fc.oneof(
  fc.constant('everything' as const),
  fc.subarray([
    { project: 'engine', environment: undefined },
    { project: 'rocket', environment: 'dev' },
    { project: 'engine', environment: 'prod' },
  ]),
);
const question: fc.Arbitrary<UsageQuestion> = fc
  .record({
    ...{ scope, one: instant, other: instant, filter, groupBy: fc.subarray([...names], { maxLength: 3 }) },
    step: fc.constantFrom('hour', 'day', 'month', undefined),
  })
  .map(({ one, other, step, ...rest }) => ({
    ...{ ...rest, range: { from: Math.min(one, other), to: Math.max(one, other) }, limit: 100_000 },
    ...(step === undefined ? {} : { step }),
  }));

const pick = (all: Readonly<Record<string, bigint>>, like: Readonly<Record<string, bigint>>): typeof all =>
  Object.fromEntries(Object.keys(like).map((name) => [name, all[name] ?? -1n]));

describe('the numbers of a report', () => {
  test('are those of the requests, added up one by one, whatever is asked', async () => {
    await fc.assert(
      fc.asyncProperty(question, async (asked) => {
        const table = await reports.usage(asked);
        const expected = groupsOf(asked);
        const all = addUp([...expected.values()].flat());
        expect(pick(table.total, all)).toEqual(all);
        expect(table.range).toEqual(asked.range);
        if (asked.groupBy.length === 0 && asked.step === undefined) return;
        const told = new Map(
          table.rows.map(({ bucketStart, keys, measures }) => [
            JSON.stringify([bucketStart ?? null, ...keys.map((key) => key ?? null)]),
            pick(measures, all),
          ]),
        );
        expect(told.size).toBe(table.rows.length);
        expect(told).toEqual(new Map([...expected].map(([key, group]) => [key, addUp(group)])));
      }),
      { numRuns: 150 },
    );
  });

  test.each(['hour', 'day', 'month'] as const)('are the same in every %s that is added up', async (period) => {
    const table = { hour: 'usage_rollup_hourly', day: 'usage_rollup_daily', month: 'usage_rollup_monthly' }[period];
    const different = await ledger.query(
      `select window_start from usage_rollup_windows cross join lateral (
        select coalesce(sum(requests), 0) as requests, coalesce(sum(cost_nano_usd), 0) as cost
        from ${table} where bucket_start = window_start
      ) as told cross join lateral (
        select count(*) as requests, coalesce(sum(cost_nano_usd), 0) as cost from request_usage
        where started_at >= window_start and started_at < window_start + ('1 ' || $1)::interval
      ) as real where period = $1 and (told.requests, told.cost) is distinct from (real.requests, real.cost)`,
      [period],
    );
    expect(different).toEqual([]);
    const [windows] = await ledger.query('select count(*) from usage_rollup_windows where period = $1', [period]);
    expect(Number(windows?.['count'])).toBeGreaterThan(0);
  });

  test('stay when the requests of a final hour are removed: a range that cuts it is widened to it', async () => {
    const hour = records.reduce((first, each) => Math.min(first, each.startedAt), Infinity);
    const start = startOf('hour', hour) + 24 * hourMs;
    const range = { from: start + 1, to: start + 20 * hourMs + 5 };
    const all = { from: start, to: start + 21 * hourMs };
    const question: UsageQuestion = { scope: 'everything', range: all, filter: {}, groupBy: ['user'] };
    const before = await reports.usage(question);
    expect(Number(before.total['requests'])).toBeGreaterThan(10);
    const removed = await ledger.query(
      'delete from request_usage where started_at >= $1 and started_at < $2 returning started_at',
      [new Date(all.from), new Date(all.to)],
    );
    expect(BigInt(removed.length)).toBe(before.total['requests']);
    expect(await reports.usage(question)).toEqual(before);
    const hours = await ledger.query(
      'select min(bucket_start) as first, max(bucket_start) as last from usage_rollup_hourly where bucket_start >= $1 and bucket_start < $2',
      [new Date(all.from), new Date(all.to)],
    );
    const cut = await reports.usage({ ...question, range });
    expect(cut.total).toEqual(before.total);
    // An hour without requests has none that are gone.
    expect(cut.range.from).toBe((hours[0]?.['first'] as Date).getTime() === start ? start : range.from);
    expect(cut.range.to).toBe((hours[0]?.['last'] as Date).getTime() === start + 20 * hourMs ? all.to : range.to);
  });
});
