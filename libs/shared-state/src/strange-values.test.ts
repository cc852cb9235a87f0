import { Redis } from 'ioredis';
import { testRedis, type TestRedis } from '@smart-router/dev-services';
import { createRedisLimitStore } from './redis-limit-store.js';
import { connectedLink } from './testing/connected-link.js';
import type { RedisLink } from './redis-link.js';

let redis: TestRedis;
let client: Redis;
const links: RedisLink[] = [];

beforeAll(async () => {
  redis = await testRedis();
  client = new Redis(redis.url);
}, 60_000);
afterAll(async () => {
  for (const link of links) link.close();
  client.disconnect();
  await redis.drop();
});

async function openStore(prefix: string) {
  const link = await connectedLink(redis.url, prefix);
  links.push(link);
  return createRedisLimitStore(link, () => 0.5);
}

const backoff = {
  hintMaxMs: 60_000,
  rateLimit: { minMs: 1000, maxMs: 60_000, multiplier: 2, honorRetryAfter: true },
  quota: { minMs: 1000, maxMs: 60_000, multiplier: 2, honorRetryAfter: true },
  failure: { threshold: 5, windowMs: 30_000, minMs: 1000, maxMs: 60_000, multiplier: 2 },
};
const amounts = { leaseMs: 30_000, inputTokens: 1, outputTokens: 1, nowMs: undefined };
const shapes = [{ scope: 'provider', key: 'provider:p', shape: { concurrent: 1 } }] as const;
const candidate = { modelKey: 'p/c/m', credentialKey: 'p/c', shapes, backoff };

/** Everything another program could leave where ours are. */
const strange: readonly (readonly [string, (key: string) => Promise<unknown>])[] = [
  ['words', (key) => client.set(key, 'hello')],
  ['nothing', (key) => client.set(key, '')],
  ['a broken value', (key) => client.set(key, Buffer.from([0xdf, 0xff, 0xff]))],
  ['a value of another shape', (key) => client.set(key, Buffer.from([0x81, 0xa1, 0x61, 0x01]))],
  ['a list', (key) => client.rpush(key, 'a')],
  ['a hash', (key) => client.hset(key, 'a', 'b')],
];

it.each(strange)('counts on from nothing where somebody wrote %s', async (what, write) => {
  const prefix = `${what}:`;
  const store = await openStore(prefix);
  for (const key of ['{org}:s:key:k_1', '{upstream}:u:provider:p', '{upstream}:c:p/c', '{upstream}:c:p/c/m'])
    await write(prefix + key);
  const subjects = [{ key: 'key:k_1', label: 'key', limits: { rpm: 1, concurrent: 2 }, shape: undefined }];
  const admission = { ...amounts, subjects, costNanoUsd: 0n };
  expect(await store.admit({ ...admission, leaseId: 'a' })).toEqual({ kind: 'admitted' });
  expect(await store.admit({ ...admission, leaseId: 'b' })).toMatchObject({ bucket: 'key.rpm' });
  const reservation = { ...amounts, candidates: [candidate] };
  expect(await store.reserve({ ...reservation, turnId: 't' })).toMatchObject({ kind: 'reserved', probe: false });
  expect(await store.reserve({ ...reservation, turnId: 'u' })).toMatchObject({ kind: 'none' });
  const report = { ...candidate, turnId: 't', retryAfterMs: undefined, nowMs: undefined };
  expect(await store.report({ ...report, errorClass: 'rate_limited' })).toMatchObject([{ kind: 'started' }]);
  await store.settle({ leaseId: 'a', turnId: 't', actual: undefined, nowMs: undefined });
  const { subjects: uses } = await store.peek({ subjects, nowMs: undefined });
  expect(uses[0]?.uses).toMatchObject([
    { bucket: 'rpm', used: 1 },
    { bucket: 'concurrent', used: 0 },
  ]);
});

it.each(strange)('gives out leases where somebody wrote %s in the place of those under way', async (what, write) => {
  const prefix = `leases, ${what}:`;
  const store = await openStore(prefix);
  for (const key of ['{upstream}:leases', '{upstream}:held']) await write(prefix + key);
  const reservation = { ...amounts, candidates: [candidate] };
  expect(await store.reserve({ ...reservation, turnId: 't' })).toMatchObject({ kind: 'reserved' });
  expect(await store.reserve({ ...reservation, turnId: 'u' })).toMatchObject({ kind: 'none' });
  await store.settle({ leaseId: undefined, turnId: 't', actual: undefined, nowMs: undefined });
  expect(await store.reserve({ ...reservation, turnId: 'v' })).toMatchObject({ kind: 'reserved' });
});
