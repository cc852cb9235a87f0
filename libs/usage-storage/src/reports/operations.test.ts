import { openDatabase } from '../open-database.js';
import { createKeyAdmin } from '../keys/create-key-admin.js';
import { openLedger, type Ledger } from '../testing/ledger.js';
import { sampleOrder } from '../testing/sample-order.js';
import { sampleRecord } from '../testing/sample-record.js';
import { storeRecords } from '../testing/store-records.js';
import { openReports } from './open-reports.js';
import type { Reports, UsageQuestion } from './reports.js';
import type { Scope } from './scope.js';

const noon = Date.UTC(2026, 10, 3, 12);
const hourMs = 3_600_000;
const range = { from: noon, to: noon + 24 * hourMs };
const everything = 'everything' as const;
const engine: Scope = [{ project: 'engine', environment: 'prod' }];
const nobody: Scope = [{ project: 'unknown', environment: undefined }];

let ledger: Ledger;
let reports: Reports;
let keyIds: readonly string[];
beforeAll(async () => {
  ledger = await openLedger();
  reports = openReports(ledger.url);
  const database = openDatabase(ledger.url);
  const issued = [];
  for (const change of [
    { user: 'ada', project: 'engine', environment: 'prod' },
    { user: 'eve', project: 'rocket', environment: 'prod', limits: undefined },
  ])
    issued.push(await createKeyAdmin(database).issue(sampleOrder(change), { actor: 'test' }));
  keyIds = issued.map((each) => (each.ok ? each.value.view.keyId : ''));
  await database.destroy();
  const sample = sampleRecord();
  const [failed, served] = sample.attempts;
  const pause = (at: number, retryAfterMs: number) =>
    sample.upstreamShapeEvents.map((event) => ({ ...event, at, retryAfterMs }));
  await storeRecords(ledger.url, [
    {
      ...{
        startedAt: noon + 1000,
        keyId: keyIds[0] ?? '',
        costNanoUsd: 500n,
        upstreamShapeEvents: pause(noon + 1000, 2000),
      },
      counted: { admittedAt: noon, tokens: 177, costNanoUsd: 500n },
    },
    // A pause that overlaps the first one, and one that goes on beyond the range.
    {
      startedAt: noon + 2000,
      user: 'eve',
      project: 'rocket',
      keyId: keyIds[1] ?? '',
      upstreamShapeEvents: pause(noon + 2000, 5000),
    },
    {
      startedAt: range.to - 1000,
      costNanoUsd: undefined,
      costBasis: 'unpriced',
      upstreamShapeEvents: pause(range.to - 1000, 60_000),
    },
    { startedAt: range.to, attempts: [failed, served].flatMap((each) => each ?? []) },
  ]);
});
afterAll(async () => {
  await reports.close();
  await ledger.drop();
});

describe('the health of providers', () => {
  test('is told by credential: attempts, classes of errors, durations of what was served, pauses without overlap', async () => {
    expect(await reports.providersHealth({ scope: everything, range })).toEqual([
      {
        ...{ provider: 'openai', model: 'gpt-5-2026', credentialId: 'main', attempts: 6 },
        errors: [{ errorClass: 'rate_limited', attempts: 3 }],
        ...{ durationP50Ms: 950, durationP95Ms: 1085, cooldowns: 3, pausedMs: 6000 + 1000 },
      },
    ]);
  });

  test('is made of the attempts of a scope alone', async () => {
    const [health] = await reports.providersHealth({ scope: engine, range });
    expect(health).toMatchObject({ attempts: 4, cooldowns: 2, pausedMs: 2000 + 1000 });
    expect(await reports.providersHealth({ scope: nobody, range })).toEqual([]);
  });
});

describe('shaping', () => {
  const question = { scope: everything, range, filter: {} };

  test('is counted by whatever events and their requests say', async () => {
    const bySide = await reports.shaping({ ...question, groupBy: ['side', 'decision', 'limit'] });
    const common = { bucketStart: undefined, events: 3, requests: 3 };
    expect(bySide).toHaveLength(2);
    expect(bySide).toContainEqual({
      ...common,
      keys: ['caller', 'queued', 'key'],
      waitedMsSum: 120,
      waitedMsMax: 40,
      retryAfterMsMax: 0,
    });
    expect(bySide).toContainEqual({
      ...common,
      keys: ['upstream', 'cooldown_started', 'model'],
      waitedMsSum: 0,
      waitedMsMax: 0,
      retryAfterMsMax: 60_000,
    });
    const byUser = await reports.shaping({ ...question, groupBy: ['user'], filter: { side: ['caller'] }, step: 'day' });
    expect(byUser.map(({ bucketStart, keys, events }) => [bucketStart, keys, events])).toEqual([
      [noon - 12 * hourMs, ['ada'], 1],
      [noon - 12 * hourMs, ['eve'], 1],
      [noon + 12 * hourMs, ['ada'], 1],
    ]);
    const filter = { 'error-class': ['rate_limited'], project: ['rocket'] };
    expect(await reports.shaping({ ...question, groupBy: [], filter })).toMatchObject([{ events: 1, requests: 1 }]);
  });

  test('is that of the requests of a scope alone, also where nothing of them is asked', async () => {
    expect(await reports.shaping({ ...question, scope: engine, groupBy: [] })).toMatchObject([
      { events: 4, requests: 2 },
    ]);
    expect(await reports.shaping({ ...question, scope: nobody, groupBy: [] })).toMatchObject([{ events: 0 }]);
    expect(await reports.shaping({ ...question, scope: nobody, groupBy: ['project'] })).toEqual([]);
  });
});

describe('routing', () => {
  test('tells who was chosen first and why others could not serve', async () => {
    const { choices, exclusions } = await reports.routing({ scope: everything, range });
    expect(choices).toEqual([{ group: 'default', strategy: 'weighted', target: 'openai/gpt-5', requests: 3 }]);
    expect(exclusions).toEqual([
      { group: 'default', target: 'anthropic/opus', reason: 'context', requests: 3 },
      { group: 'default', target: 'anthropic/opus', reason: 'modality', requests: 3 },
    ]);
    const none = { choices: [], exclusions: [], canaryEvents: [] };
    expect(await reports.routing({ scope: everything, range, groups: ['other'] })).toEqual(none);
    expect(await reports.routing({ scope: nobody, range })).toEqual(none);
    expect(await reports.routing({ scope: engine, range })).toMatchObject({ choices: [{ requests: 2 }] });
  });

  test('tells what became of canaries, the latest first, and only to whoever may see everything', async () => {
    const at = (ms: number): string => new Date(ms).toISOString();
    const columns =
      '(happened_at, model_group, target, settings_hash, event, actor, to_step, share_percent, condition, error_rate)';
    await ledger.query(
      `insert into routing_events ${columns} values
        ($1, 'tried', 'new/m', 'h', 'started', 'router', 0, 5, null, null),
        ($2, 'tried', 'new/m', 'h', 'rolled-back', 'router', 0, 0, 'error_rate > 0.1', 0.4),
        ($3, 'tried', 'new/m', 'h', 'restarted', 'cli:ada', 0, 5, null, null)`,
      [at(noon), at(noon + hourMs), at(range.to)], // the last one is not in the range any more
    );
    const { canaryEvents } = await reports.routing({ scope: everything, range });
    expect(canaryEvents).toMatchObject([
      { at: noon + hourMs, event: 'rolled-back', share: 0, why: 'error_rate > 0.1', errorShare: 0.4 },
      { at: noon, event: 'started', share: 0.05, why: undefined, requests: undefined },
    ]);
    expect(await reports.routing({ scope: everything, range, groups: ['other'] })).toMatchObject({ canaryEvents: [] });
    expect(await reports.routing({ scope: engine, range })).toMatchObject({ canaryEvents: [] });
  });
});

describe('keys', () => {
  test('are those of a scope, with their last use and without anything secret', async () => {
    const all = await reports.keys({ scope: everything });
    expect(all.map(({ keyId, user, lastUsedAt }) => [keyId, user, lastUsedAt])).toEqual([
      [keyIds[1], 'eve', noon + 2000],
      [keyIds[0], 'ada', noon + 1000],
    ]);
    const order = sampleOrder();
    const [key] = await reports.keys({ scope: engine });
    expect(key).toMatchObject({ status: 'active', ownersActive: true, limits: order.limits, shape: order.shape });
    expect(key).toMatchObject({ allow: order.allow, grants: order.grants, labels: order.labels });
    const told = JSON.stringify(all, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
    expect(told).not.toMatch(/[0-9a-f]{64}/);
    expect(await reports.keys({ scope: engine })).toHaveLength(1);
    expect(await reports.keys({ scope: [{ project: 'engine', environment: 'dev' }] })).toEqual([]);
  });

  test('were last used on the day that counts it, where the requests are gone', async () => {
    await ledger.query('delete from request_usage where key_id = $1', [keyIds[1]]);
    const [rocket] = await reports.keys({ scope: [{ project: 'rocket', environment: undefined }] });
    expect(rocket?.lastUsedAt).toBe(new Date(sampleRecord().startedAt).setUTCHours(0, 0, 0, 0));
  });
});

describe('quotas', () => {
  test('are the limits of keys and owners beside what counts against them', async () => {
    const all = await reports.quotas({ scope: everything, now: noon });
    expect(all.map(({ kind, name }) => [kind, name])).toEqual([
      ...keyIds.map((keyId) => ['key', keyId]),
      ...[
        ['project', 'engine'],
        ['project', 'rocket'],
        ['user', 'ada'],
        ['user', 'eve'],
        ['organization', 'acme'],
      ],
    ]);
    const used = { requests: 1, tokens: 177, costNanoUsd: 500n };
    expect(all[0]).toMatchObject({
      user: 'ada',
      status: 'active',
      limits: sampleOrder().limits,
      day: used,
      month: used,
    });
    expect(all[1]).toMatchObject({ user: 'eve', limits: undefined, day: { requests: 0 } });
    expect(all[2]).toMatchObject({ organization: 'acme', status: 'active', lifetime: { requests: 3 } });
    expect((await reports.quotas({ scope: everything, now: noon + 24 * hourMs }))[0]).toMatchObject({
      ...{ day: { requests: 0 }, month: { requests: 1 }, lifetime: { requests: 1 } },
    });
  });

  test('show a scope its keys, and its project where it has all of it', async () => {
    const kinds = async (scope: Scope): Promise<readonly string[]> =>
      (await reports.quotas({ scope, now: noon })).map(({ kind, project, name }) => `${kind} ${project ?? name}`);
    expect(await kinds(engine)).toEqual(['key engine']);
    expect(await kinds([{ project: 'engine', environment: undefined }])).toEqual(['key engine', 'project engine']);
    expect(await kinds(nobody)).toEqual([]);
  });
});

describe('the state of the ledger', () => {
  test('tells how far usage is added up, and the newest request of a scope', async () => {
    await ledger.query(
      `insert into usage_rollup_windows (period, window_start, status, source_request_count, source_cost_nano_usd, finalised_at)
      values ('hour', '2026-11-03T12:00:00Z', 'draft', 0, 0, null), ('day', '2026-11-01T00:00:00Z', 'final', 0, 0, '2026-11-02T00:00:00Z')`,
    );
    const state = await reports.state({ scope: everything });
    expect(state.newestRequestAt).toBe(range.to);
    expect(state.rollups).toMatchObject([
      { period: 'hour', reachesTo: noon + hourMs, finalTo: undefined, windows: 1, corrections: 0n },
      {
        period: 'day',
        reachesTo: Date.UTC(2026, 10, 2),
        finalTo: Date.UTC(2026, 10, 2),
        lastFinalisedAt: Date.UTC(2026, 10, 2),
      },
      { period: 'month', reachesTo: undefined, windows: 0 },
    ]);
    const [newest] = await ledger.query('select max(stored_at) as at from request_usage where started_at = $1', [
      new Date(range.to),
    ]);
    expect(state.newestStoredAt).toBeLessThanOrEqual((newest?.['at'] as Date).getTime());
    expect(await reports.state({ scope: nobody })).toMatchObject({
      newestRequestAt: undefined,
      storingLagMs: undefined,
    });
    expect((await reports.state({ scope: nobody })).rollups[0]).toMatchObject({ windows: 1, corrections: undefined });
    expect((await reports.state({ scope: [] })).newestRequestAt).toBeUndefined();
    await ledger.query('truncate usage_rollup_windows');
  });
});

describe('savings', () => {
  const baseline = {
    ...{ inputMicroUsdPerMillion: 1000, outputMicroUsdPerMillion: 10_000 },
    cachedInputMicroUsdPerMillion: undefined,
  };
  const question = { scope: engine, range, filter: {}, groupBy: ['user' as const], baseline };

  test('are what the tokens would have cost less what they did, and may be negative', async () => {
    const table = await reports.savings(question);
    // 100 + 20 + 3 + 4 input and 50 output tokens, in pico-USD.
    const baselineNanoUsd = (127n * 1000n + 50n * 10_000n + 500n) / 1000n;
    const savings = {
      ...{ requests: 1n, costNanoUsd: 500n, baselineNanoUsd, savedNanoUsd: baselineNanoUsd - 500n },
      ...{ unpricedRequests: 1n, estimatedRequests: 0n },
    };
    expect(table).toEqual({ rows: [{ keys: ['ada'], ...savings }], rowCount: 1, total: savings, range });
    const cheap = {
      ...baseline,
      inputMicroUsdPerMillion: 0,
      cachedInputMicroUsdPerMillion: 100,
      outputMicroUsdPerMillion: 0,
    };
    expect((await reports.savings({ ...question, baseline: cheap })).total.savedNanoUsd).toBe(2n - 500n);
    expect((await reports.savings({ ...question, scope: nobody })).rows).toEqual([]);
    expect((await reports.savings({ ...question, scope: [] })).total.requests).toBe(0n);
  });
});

describe('a comparison', () => {
  const question: UsageQuestion = {
    scope: everything,
    range: { from: noon, to: noon + 1500 },
    filter: {},
    groupBy: ['user'],
  };
  const requests = (
    rows: readonly { readonly keys: readonly unknown[]; readonly measures: Readonly<Record<string, bigint>> }[],
  ) => rows.map(({ keys, measures }) => [keys[0], measures['requests']]);

  test('is with the range as long before, of the same combinations in the same order', async () => {
    await storeRecords(ledger.url, [
      { startedAt: noon - 10, user: 'before' },
      { startedAt: noon - 20, user: 'ada' },
    ]);
    const { now, before } = await reports.compare(question);
    expect(before.range).toEqual({ from: noon - 1500, to: noon });
    expect(requests(now.rows)).toEqual([['ada', 1n]]);
    expect(requests(before.rows)).toEqual([['ada', 1n]]);
    expect(before.total['requests']).toBe(2n);
    const earlier = await reports.compare({ ...question, range: { from: noon - 15, to: noon } });
    expect(requests(earlier.now.rows)).toEqual([['before', 1n]]);
    expect(requests(earlier.before.rows)).toEqual([['before', 0n]]);
    const stepped = await reports.compare({ ...question, step: 'hour' });
    expect(stepped.before.rows.map(({ bucketStart, keys }) => [bucketStart, keys[0]])).toEqual([
      [noon - hourMs, 'ada'],
    ]);
    expect((await reports.compare({ ...question, scope: nobody })).before.total['requests']).toBe(0n);
  });
});
