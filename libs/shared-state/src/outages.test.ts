import { Redis } from 'ioredis';
import { slowProxy, waitFor } from '@smart-router/dev-services';
import type { AdmissionRequest } from '@smart-router/traffic-shaping';
import { openSharedLimitStore, type SharedLimitStore } from './open-shared-limit-store.js';
import { createRedisLimitStore } from './redis-limit-store.js';
import { openRedisLink } from './redis-link.js';
import { ownRedis, type OwnRedis } from './testing/own-redis.js';

// Long enough for a busy machine, and so long that asking a silent Redis a hundred times would outlast any test.
const commandTimeoutMs = 1000;
jest.setTimeout(90_000);

let redis: OwnRedis;
let stores: SharedLimitStore[] = [];

beforeEach(async () => {
  redis = await ownRedis();
});
afterEach(async () => {
  redis.service.resume();
  await Promise.all(stores.map((store) => store.close()));
  stores = [];
  await redis.remove();
});

interface OpenParts {
  readonly expectedReplicas?: number;
  readonly port?: number;
  readonly timeoutMs?: number;
}

function open(parts: OpenParts = {}): SharedLimitStore {
  const { expectedReplicas = 1, port = redis.service.port, timeoutMs = commandTimeoutMs } = parts;
  const store = openSharedLimitStore({
    ...{ redisUrl: `redis://127.0.0.1:${port}`, commandTimeoutMs: timeoutMs, expectedReplicas, keyPrefix: 'test:' },
    ...{ now: () => Date.now(), rng: () => 0.5 },
  });
  stores.push(store);
  return store;
}

async function openShared(parts: Parameters<typeof open>[0] = {}): Promise<SharedLimitStore> {
  const store = open(parts);
  await waitFor(() => !store.degraded(), { what: 'the store to find Redis' });
  return store;
}

function request(leaseId: string, limits: AdmissionRequest['subjects'][number]['limits']): AdmissionRequest {
  const subjects = [{ key: 'key:k_1', label: 'key', limits, shape: undefined }];
  const amounts = { inputTokens: 0, outputTokens: 0, costNanoUsd: 0n };
  return { leaseId, leaseMs: 30_000, subjects, ...amounts, nowMs: Date.now() };
}

/** How many of a hundred requests are let in. */
async function admitted(store: SharedLimitStore, prefix: string, limits: { readonly rpm: number }): Promise<number> {
  let count = 0;
  for (let index = 0; index < 100; index += 1) {
    if ((await store.admit(request(`${prefix}-${index}`, limits))).kind === 'admitted') count += 1;
  }
  return count;
}

const settle = (store: SharedLimitStore, leaseId: string) =>
  store.settle({ leaseId, turnId: undefined, actual: undefined, nowMs: Date.now() });

it('replicas share one limit', async () => {
  const patient = { timeoutMs: 20_000 };
  const [first, second] = [await openShared(patient), await openShared(patient)];
  expect(await admitted(first, 'a', { rpm: 10 })).toBe(10);
  expect(await admitted(second, 'b', { rpm: 10 })).toBe(0);
});

it('a paused Redis costs one command timeout, then each replica holds its share alone', async () => {
  const [first, second] = [await openShared(), await openShared()];
  await waitFor(() => first.replicas() === 2 && second.replicas() === 2, { what: 'the replicas to know each other' });
  redis.service.pause();
  expect(await admitted(first, 'a', { rpm: 11 })).toBe(5);
  expect(await admitted(second, 'b', { rpm: 11 })).toBe(5);
  expect(first.degraded()).toBe(true);
  redis.service.resume();
  await waitFor(() => !first.degraded() && !second.degraded(), { what: 'the replicas to find Redis again' });
  // What each let in alone counts for all again.
  expect(await admitted(first, 'c', { rpm: 11 })).toBe(1);
  expect(await admitted(second, 'd', { rpm: 11 })).toBe(0);
});

it('a look at the limits sees all replicas, and says when it sees the share of one alone', async () => {
  const [first, second] = [await openShared(), await openShared()];
  await waitFor(() => first.replicas() === 2, { what: 'the replicas to know each other' });
  await second.admit(request('a', { rpm: 11 }));
  const { subjects } = request('look', { rpm: 11 });
  const look = async () => {
    const { degraded, subjects: seen } = await first.peek({ subjects, nowMs: Date.now() });
    return { degraded, ...seen[0]?.uses[0] };
  };
  expect(await look()).toMatchObject({ degraded: false, bucket: 'rpm', limit: 11, used: 1 });
  redis.service.pause();
  expect(await look()).toMatchObject({ degraded: true, limit: 5, used: 0 });
  await first.admit(request('b', { rpm: 11 }));
  expect(await look()).toMatchObject({ degraded: true, limit: 5, used: 1 });
});

it('a Redis that was never seen leaves each replica its share of the expected ones, and at least 1', async () => {
  await redis.service.stop();
  const store = open({ expectedReplicas: 4 });
  expect(await admitted(store, 'a', { rpm: 10 })).toBe(2);
  const lonely = open({ expectedReplicas: 40 });
  expect(await admitted(lonely, 'b', { rpm: 10 })).toBe(1);
  expect(store.degraded()).toBe(true);
});

it('a Redis that was stopped and started anew is used again, though it has forgotten its scripts', async () => {
  const store = await openShared();
  expect(await admitted(store, 'a', { rpm: 3 })).toBe(3);
  await redis.service.stop();
  await waitFor(() => store.degraded(), { what: 'the store to miss Redis' });
  expect(await admitted(store, 'b', { rpm: 5 })).toBe(2);
  await redis.again();
  await waitFor(() => !store.degraded(), { what: 'the store to find Redis again' });
  // It has forgotten the requests under way as well, and was told of them.
  expect(await admitted(store, 'c', { rpm: 8 })).toBe(3);
});

it('what a replica has used of a limit is not given out again when Redis goes away', async () => {
  const [first, second] = [await openShared(), await openShared()];
  await waitFor(() => first.replicas() === 2 && second.replicas() === 2, { what: 'the replicas to know each other' });
  expect(await admitted(first, 'a', { rpm: 4 })).toBe(4);
  redis.service.pause();
  expect(await admitted(first, 'b', { rpm: 10 })).toBe(1);
  expect(await admitted(second, 'c', { rpm: 10 })).toBe(5);
});

it('requests under way hold their places over an outage, in a Redis that has forgotten them too', async () => {
  const [first, second] = [await openShared(), await openShared()];
  await first.admit(request('before', { concurrent: 2 }));
  await redis.service.stop();
  await first.admit(request('during', { concurrent: 2 }));
  await redis.again();
  await waitFor(() => !first.degraded() && !second.degraded(), { what: 'the replicas to find Redis again' });
  expect(await second.admit(request('c', { concurrent: 2 }))).toMatchObject({ bucket: 'key.concurrent' });
  await settle(first, 'during');
  expect(await second.admit(request('d', { concurrent: 2 }))).toEqual({ kind: 'admitted' });
});

it('what was used while Redis was away counts when it is back', async () => {
  const [first, second] = [await openShared(), await openShared()];
  const limits = { day: { tokens: 1000 } };
  await first.admit(request('before', limits));
  redis.service.pause();
  await first.admit(request('during', limits));
  for (const leaseId of ['before', 'during']) {
    const actual = { inputTokens: 100, outputTokens: 350, costNanoUsd: 0n };
    await first.settle({ leaseId, turnId: undefined, actual, nowMs: Date.now() });
  }
  redis.service.resume();
  await waitFor(() => !first.degraded() && !second.degraded(), { what: 'the replicas to find Redis again' });
  const more = (inputTokens: number) => second.admit({ ...request(`more-${inputTokens}`, limits), inputTokens });
  expect(await more(101)).toMatchObject({ bucket: 'key.day.tokens' });
  expect(await more(100)).toEqual({ kind: 'admitted' });
});

it('a slow Redis is not waited for, and used again when it is quick', async () => {
  const proxy = await slowProxy(redis.service.port);
  const store = await openShared({ port: proxy.port });
  proxy.delayMs = 2 * commandTimeoutMs;
  expect(await admitted(store, 'a', { rpm: 7 })).toBe(7);
  expect(store.degraded()).toBe(true);
  proxy.delayMs = 0;
  await waitFor(() => !store.degraded(), { what: 'the store to find Redis quick again' });
  proxy.close();
});

it('a full Redis is not asked, and used again when it has room', async () => {
  const store = await openShared();
  const operator = new Redis(redis.service.url);
  await operator.config('SET', 'maxmemory', '1');
  expect(await admitted(store, 'a', { rpm: 7 })).toBe(7);
  expect(store.degraded()).toBe(true);
  await operator.config('SET', 'maxmemory', '0');
  await waitFor(() => !store.degraded(), { what: 'the store to find room in Redis' });
  operator.disconnect();
});

it('a command that was stuck does not act after its caller has given up', async () => {
  const watcher = await openShared();
  const link = openRedisLink({ redisUrl: redis.service.url, commandTimeoutMs: 300, keyPrefix: 'test:' });
  await new Promise<void>((resolve) => link.onConnected(resolve));
  const operator = new Redis(redis.service.url);
  const [seconds, micros] = await operator.time();
  link.giveUpTime.learn(Number(seconds) * 1000 + Math.floor(Number(micros) / 1000), performance.now());
  const shared = createRedisLimitStore(link, () => 0.5);
  await shared.admit({ ...request('in-time', {}), nowMs: undefined });
  redis.service.pause();
  await expect(shared.admit({ ...request('late', {}), nowMs: undefined })).rejects.toThrow('timed out');
  await expect(shared.remember('late', 'value', 60_000)).rejects.toThrow('timed out');
  redis.service.resume();
  await waitFor(() => !watcher.degraded());
  // An answer on the same connection: whatever was stuck on it has been read before.
  await shared.settle({ leaseId: 'unknown', turnId: undefined, actual: undefined, nowMs: undefined });
  expect(await operator.hkeys('test:{org}:held')).toEqual(['in-time']);
  expect(await operator.keys('test:{state}:*')).toEqual([]);
  link.close();
  operator.disconnect();
});

it('what could not be settled is settled when Redis is back', async () => {
  const [first, second] = [await openShared(), await openShared()];
  await first.admit(request('a', { concurrent: 1 }));
  expect(await second.admit(request('b', { concurrent: 1 }))).toMatchObject({ bucket: 'key.concurrent' });
  redis.service.pause();
  await settle(first, 'a');
  redis.service.resume();
  await waitFor(() => !second.degraded(), { what: 'the other replica to find Redis again' });
  await waitFor(async () => (await second.admit(request('c', { concurrent: 1 }))).kind === 'admitted');
});

it('a lease that was given here ends here, whether or not Redis is back', async () => {
  const store = await openShared();
  redis.service.pause();
  expect(await store.admit(request('a', { concurrent: 1 }))).toEqual({ kind: 'admitted' });
  redis.service.resume();
  await waitFor(() => !store.degraded());
  await settle(store, 'a');
  redis.service.pause();
  expect(await store.admit(request('b', { concurrent: 1 }))).toEqual({ kind: 'admitted' });
});

it('remembers while Redis is away, and knows it afterwards', async () => {
  const store = await openShared();
  await store.remember('before', '1', 60_000);
  redis.service.pause();
  await store.remember('during', '2', 60_000);
  expect(await store.recall(['during', 'before', 'never'])).toEqual(['2', '1', undefined]);
  redis.service.resume();
  await waitFor(() => !store.degraded());
  expect(await store.recall(['during', 'before', 'never'])).toEqual(['2', '1', undefined]);
});
