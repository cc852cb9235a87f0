import { testRedis, type TestRedis } from '@smart-router/dev-services';
import { limitStoreLaws, sharedStateLaws } from '@smart-router/traffic-shaping/laws';
import { createRedisLimitStore } from './redis-limit-store.js';
import { connectedLink } from './testing/connected-link.js';
import type { RedisLink } from './redis-link.js';

// Thousands of round trips a law, on a machine that may be busy.
jest.setTimeout(120_000);

let redis: TestRedis;
const links: RedisLink[] = [];

beforeAll(async () => {
  redis = await testRedis();
});
afterAll(async () => {
  for (const link of links) link.close();
  await redis.drop();
});

limitStoreLaws('in Redis', async () => {
  const link = await connectedLink(redis.url, `law-${links.length}:`);
  links.push(link);
  return createRedisLimitStore(link, () => 0.5);
});

sharedStateLaws('in one Redis', async () => {
  const replicas = await Promise.all([1, 2, 3].map(() => connectedLink(redis.url, 'probes:')));
  links.push(...replicas);
  return replicas.map((link) => createRedisLimitStore(link, () => 0));
});

it('counts by the server’s clock when a call brings no time', async () => {
  const link = await connectedLink(redis.url, 'clock:');
  links.push(link);
  const store = createRedisLimitStore(link, () => 0);
  const subjects = [{ key: 'key:k_1', label: 'key', limits: { rpm: 1 }, shape: undefined }];
  const request = { leaseMs: 30_000, subjects, inputTokens: 0, outputTokens: 0, costNanoUsd: 0n, nowMs: undefined };
  expect(await store.admit({ ...request, leaseId: 'a' })).toEqual({ kind: 'admitted' });
  const refused = await store.admit({ ...request, leaseId: 'b' });
  if (refused.kind === 'admitted') throw new Error('one a minute let in two');
  expect(refused.retryAfterMs).toBeGreaterThan(55_000);
  expect(refused.retryAfterMs).toBeLessThanOrEqual(65_000);
});
