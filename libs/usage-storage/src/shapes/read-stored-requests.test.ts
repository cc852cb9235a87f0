import { sql } from 'kysely';
import { testDatabase } from '@smart-router/dev-services';
import { migrate } from '../migrate.js';
import { openDatabase } from '../open-database.js';
import { sampleRecord } from '../testing/sample-record.js';
import { storeRecords } from '../testing/store-records.js';
import { countStoredRequests, readStoredRequests } from './read-stored-requests.js';
import type { StoredRange, StoredRequest } from './stored-request.js';

const since = Date.UTC(2026, 10, 1);
const range: StoredRange = { since, until: since + 1000 };

let url: string;
let drop: () => Promise<void>;
let database: ReturnType<typeof openDatabase>;
beforeAll(async () => {
  ({ url, drop } = await testDatabase());
  database = openDatabase(url);
  await migrate(database);
});
afterAll(async () => {
  await database.destroy();
  await drop();
});
afterEach(() => sql`truncate request_usage`.execute(database));

async function pagesOf(about: StoredRange): Promise<readonly (readonly StoredRequest[])[]> {
  const pages: (readonly StoredRequest[])[] = [];
  for await (const page of readStoredRequests(database, about)) pages.push(page);
  return pages;
}

const read = async (about: StoredRange): Promise<readonly StoredRequest[]> => (await pagesOf(about)).flat();

test('what a request was like, how it was decided and what came of it is read as it was recorded', async () => {
  const [record] = await storeRecords(url, [{ startedAt: since }]);
  const sample = sampleRecord();
  const [stored, ...others] = await read(range);
  expect(others).toEqual([]);
  expect(stored).toMatchObject({
    ...{ requestId: record?.requestId, startedAt: since, dialect: sample.inboundDialect, group: sample.group },
    ...{ tokens: sample.tokens, costNanoUsd: sample.costNanoUsd, serviceTier: 'priority', stream: true, status: 200 },
    ...{ estimatedInputTokens: 120, requestBytes: 2048, toolCount: 2, imageCount: 1, latencyMs: 1235 },
    caller: { keyId: sample.keyId, user: 'ada', project: 'engine', environment: 'prod', organization: 'acme' },
    decision: { strategy: 'weighted', selectedTarget: 'openai/gpt-5', drawPerMillion: 250_000, outputCapTokens: 4096 },
  });
  const { source, updated, ...prices } = sample.prices ?? {};
  expect([source, updated]).toEqual(['price page', '2026-11-01']);
  expect(stored?.prices).toEqual(prices);
  expect(stored?.decision?.shape).toEqual(sample.decision?.shape);
  expect(stored?.attempts.map(({ target, errorClass }) => [target, errorClass])).toEqual([
    ['openai/gpt-5', 'rate_limited'],
    ['openai/gpt-5-mini', undefined],
  ]);
  expect(stored?.candidates).toEqual([
    { target: 'openai/gpt-5', reasons: [], place: 1 },
    { target: 'openai/gpt-5-mini', reasons: [], place: 2 },
    { target: 'anthropic/opus', reasons: ['modality', 'context'], place: undefined },
  ]);
});

test('pages follow each other in the order of time, without a gap and without a request twice', async () => {
  const records = await storeRecords(
    url,
    Array.from({ length: 4100 }, (_, index) => ({
      ...{ startedAt: since + Math.floor(index / 100), attempts: [], candidates: [], traceEvents: [] },
      ...{ callerShapeEvents: [], upstreamShapeEvents: [] },
    })),
  );
  const pages = await pagesOf(range);
  expect(pages.map((page) => page.length)).toEqual([2000, 2000, 100]);
  const ids = pages.flat().map(({ requestId }) => requestId);
  expect(new Set(ids)).toEqual(new Set(records.map(({ requestId }) => requestId)));
  const starts = pages.flat().map(({ startedAt }) => startedAt);
  expect(starts).toEqual(starts.toSorted((left, right) => left - right));
  expect(await countStoredRequests(database, range)).toBe(4100);
  expect(await countStoredRequests(database, { ...range, until: since + 10 })).toBe(1000);
});

test('a share is the same requests whenever it is asked for, and whole conversations', async () => {
  const { decision } = sampleRecord();
  const shape = (conversation: number) => ({ ...decision?.shape, conversationKey: `ck_${conversation}` });
  await storeRecords(
    url,
    Array.from({ length: 400 }, (_, index) => ({
      ...{ startedAt: since, attempts: [], candidates: [] },
      decision: { ...decision, shape: shape(Math.floor(index / 2)) } as typeof decision, // a copy but for the key
    })),
  );
  const first = await read({ ...range, share: 0.25 });
  expect(first.length).toBeGreaterThan(50);
  expect(first.length).toBeLessThan(150);
  expect(new Set(first.map((request) => request.decision?.shape.conversationKey)).size).toBe(first.length / 2);
  expect(await read({ ...range, share: 0.25 })).toEqual(first);
  const all = await read({ ...range, share: 0.25, others: 'read' });
  expect(all).toHaveLength(400);
  expect(all.filter(({ isInShare }) => isInShare)).toEqual(first);
});

test('groups are named, and a request that came to no choice of targets has no decision', async () => {
  await storeRecords(url, [
    { startedAt: since, group: 'coding' },
    { startedAt: since, group: 'fast' },
    { startedAt: since, group: 'coding', decision: undefined, candidates: [], attempts: [], status: 429 },
  ]);
  const coding = await read({ ...range, groups: ['coding'] });
  expect(coding.map(({ decision }) => decision?.strategy).toSorted()).toEqual(['weighted', undefined]);
  expect(await countStoredRequests(database, { ...range, groups: ['coding'] })).toBe(2);
});
