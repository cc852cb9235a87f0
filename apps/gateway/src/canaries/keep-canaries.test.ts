import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig, type Catalog } from '@smart-router/config';
import { startPostgres, testDatabase, waitFor, type TestDatabase } from '@smart-router/dev-services';
import { createObservationStore, type AttemptEnd } from '@smart-router/routing';
import { migrate, openCanaryBook, openDatabase, operateCanary } from '@smart-router/usage-storage';
import { sql } from 'kysely';
import type { CanaryNews } from './canary-news.js';
import { keepCanaries, type Canaries } from './keep-canaries.js';

let postgres: TestDatabase;
let database: ReturnType<typeof openDatabase>;
let opened: Canaries[] = [];

beforeAll(async () => {
  postgres = await testDatabase();
  database = openDatabase(postgres.url);
  await migrate(database);
});
afterEach(async () => {
  await Promise.all(opened.map((canaries) => canaries.stop()));
  opened = [];
});
afterAll(async () => {
  await database.destroy();
  await postgres.drop();
});

function catalogOf(group: string, more = ''): Catalog {
  const reading = readConfig(
    `
providers:
  old: { dialect: openai-chat, base_url: "http://p/v1", auth: none, models: { m: {} } }
  new: { dialect: openai-chat, base_url: "http://p/v1", auth: none, models: { m: {} } }
model_groups:
  ${group}:
    strategy: weighted
    targets: [{ provider: old, model: m }, { provider: new, model: m }]
    canary:
      target: new/m
      steps: [10, 50, 100]
      step_min_seconds: 1
      promote_when: requests >= 10 and error_rate <= 0.1
      rollback_when: requests >= 10 and error_rate > 0.1
      ${more}
`,
    { DATABASE_URL: postgres.url },
  );
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.catalog;
}

const served: AttemptEnd = {
  ...{ targetId: 'new/m', errorClass: undefined, latencyMs: 900, firstTokenMs: 100, queueWaitMs: 0, isWarm: false },
  ...{ inputTokens: 10, cachedInputTokens: 0, outputTokens: 80, costNanoUsd: 7n },
};

function replica(catalog: Catalog, databaseUrl = postgres.url) {
  const observations = createObservationStore();
  const news: CanaryNews[] = [];
  const canaries = keepCanaries({
    ...{ catalog, observations, now: () => Date.now(), everyMs: 20, book: openCanaryBook({ databaseUrl }) },
    tell: (one) => news.push(one),
  });
  opened.push(canaries);
  const see = (count: number, end: Partial<AttemptEnd> = {}): void => {
    for (let index = 0; index < count; index += 1) observations.record({ ...served, ...end }, Date.now());
  };
  const share = (): number | undefined => canaries.standings()[0]?.sharePercent;
  const weights = (group: string) =>
    canaries
      .catalog()
      .groups.get(group)
      ?.targets.map(({ weight }) => weight);
  return { canaries, see, share, weights, news };
}

const changesOf = ({ news }: ReturnType<typeof replica>) => news.filter(({ kind }) => kind === 'changed').length;

const eventsOf = async (group: string) => {
  const { rows } = await sql<Readonly<Record<string, unknown>>>`
    select * from routing_events where model_group = ${group} order by id`.execute(database);
  return rows;
};

/** Waits for its beginning, and lets its step have begun a minute ago: what is seen now counts. */
async function beginEarlier(group: string): Promise<void> {
  await waitFor(async () => (await eventsOf(group)).length > 0);
  await sql`update routing_canaries set changed_at = changed_at - interval '1 minute'
    where model_group = ${group}`.execute(database);
}

it('of several replicas one promotes a canary that does well, by a step, and all follow', async () => {
  const catalog = catalogOf('well');
  const replicas = [replica(catalog), replica(catalog), replica(catalog)];
  await beginEarlier('well');
  for (const { see } of replicas) see(20);
  await waitFor(() => replicas.every(({ share }) => share() === 50));
  expect(replicas.map(({ weights }) => weights('well'))).toEqual([1, 2, 3].map(() => [5_000, 5_000]));
  expect(replicas.reduce((sum, one) => sum + changesOf(one), 0)).toBe(1);
  expect(await eventsOf('well')).toMatchObject([
    { event: 'started' },
    {
      ...{ event: 'promoted', actor: 'router', from_step: 0, to_step: 1, share_percent: 50, request_count: 20n },
      ...{ condition: 'requests >= 10 and error_rate <= 0.1', catalog_hash: catalog.hash },
    },
  ]);
});

it('of several replicas one takes out a canary that does badly, all follow, and one that starts later does too', async () => {
  const catalog = catalogOf('badly');
  const replicas = [replica(catalog), replica(catalog)];
  await beginEarlier('badly');
  for (const { see } of replicas) see(20, { errorClass: 'server_error' });
  await waitFor(() => replicas.every(({ share }) => share() === 0));
  const late = replica(catalog);
  await waitFor(() => late.share() === 0);
  expect(late.weights('badly')).toEqual([10_000, 0]);
  late.see(20);
  expect((await eventsOf('badly')).map(({ event }) => event)).toEqual(['started', 'rolled-back']);
});

const operator = { actor: 'cli:ada', reason: 'of a test' };

it('an operator’s word is followed', async () => {
  const { share } = replica(catalogOf('told'));
  await waitFor(async () => (await eventsOf('told')).length > 0);
  await operateCanary(database, 'told', 'rollback', { actor: 'cli:ada', reason: 'complaints' });
  await waitFor(() => share() === 0);
  await operateCanary(database, 'told', 'restart', { actor: 'cli:ada', reason: 'mended' });
  await waitFor(() => share() === 10);
});

it('changed settings begin anew, and the former ones go on where they were', async () => {
  const before = catalogOf('anew');
  const { canaries, share, see } = replica(before);
  await beginEarlier('anew');
  see(20);
  await waitFor(() => share() === 50);
  canaries.use(catalogOf('anew', 'window_seconds: 300'));
  await waitFor(() => share() === 10);
  expect(await eventsOf('anew')).toHaveLength(3);
  canaries.use(before);
  expect(share()).toBe(50);
});

it('before the database has answered a canary has no share, with other settings too, and it is said once', async () => {
  const { canaries, share, weights, news } = replica(catalogOf('alone'), 'postgres://nobody@127.0.0.1:1/none');
  expect([share(), weights('alone')]).toEqual([0, [10_000, 0]]);
  await waitFor(() => news.length > 0);
  expect([share(), weights('alone')]).toEqual([0, [10_000, 0]]);
  canaries.use(catalogOf('alone', 'window_seconds: 300'));
  expect([share(), weights('alone')]).toEqual([0, [10_000, 0]]);
  expect(news.map(({ kind }) => kind)).toEqual(['left-alone']);
});

it('while the database is paused shares stay as they were last known, and it is told of once each way', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'smart-router-canaries-'));
  const own = await startPostgres({ directory, durability: 'none' });
  const database = openDatabase(own.url);
  try {
    await migrate(database);
    const { share, weights, news } = replica(catalogOf('paused'), own.url);
    await waitFor(() => share() === 10);
    await waitFor(async () => (await operateCanary(database, 'paused', 'promote', operator)).ok);
    await waitFor(() => share() === 50);
    const before = news.length; // a busy server is away for a moment, too
    own.pause();
    await waitFor(() => news.at(-1)?.kind === 'left-alone', { what: 'the pause to be noticed' });
    expect([share(), weights('paused')]).toEqual([50, [5_000, 5_000]]);
    const late = replica(catalogOf('paused'), own.url);
    await waitFor(() => late.news.length > 0, { what: 'the pause to be noticed by one that starts in it' });
    expect([late.share(), late.weights('paused')]).toEqual([0, [10_000, 0]]);
    own.resume();
    await waitFor(() => news.at(-1)?.kind === 'followed-again', { what: 'the end of the pause to be noticed' });
    expect(news.length).toBeGreaterThan(before);
    expect(news.map(({ kind }) => kind)).toEqual(
      news.map((_, index) => (index % 2 === 0 ? 'left-alone' : 'followed-again')),
    );
    expect(share()).toBe(50);
    await waitFor(() => late.share() === 50);
  } finally {
    own.resume();
    await Promise.all(opened.splice(0).map((canaries) => canaries.stop()));
    await database.destroy();
    await own.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}, 120_000);

it('a catalog without canaries is the very same, and asks the database nothing', async () => {
  const reading = readConfig('providers: {}\nmodel_groups: {}\n', { DATABASE_URL: 'postgres://unused' });
  if (!reading.ok) throw new Error('the configuration should be valid');
  const { canaries, news } = replica(reading.catalog, 'postgres://nobody@127.0.0.1:1/none');
  expect(canaries.catalog()).toBe(reading.catalog);
  await canaries.stop();
  expect(news).toEqual([]);
});
