import { Redis } from 'ioredis';
import { testRedis, waitFor, type TestRedis } from '@smart-router/dev-services';
import { createNotices, type Notices } from './notices.js';
import { openSharedLimitStore } from './open-shared-limit-store.js';
import type { RedisLink } from './redis-link.js';
import { connectedLink } from './testing/connected-link.js';
import { ownRedis } from './testing/own-redis.js';

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

async function replica(prefix: string): Promise<Notices> {
  const link = await connectedLink(redis.url, prefix);
  links.push(link);
  return createNotices(link, () => true);
}

const streamOf = (prefix: string): string => `${prefix}{replicas}:notices`;
const lastIdOfAll = '18446744073709551615-18446744073709551615';

async function writeAndTakeAway(key: string): Promise<unknown> {
  await client.xadd(key, lastIdOfAll, 'by', 'x', 'text', 'lie');
  return client.xdel(key, lastIdOfAll);
}

const textsOf = async (heard: ReturnType<Notices['exchange']>) => (await heard)?.map(({ text }) => text);

it('replicas hear each other, each notice once, and nobody itself', async () => {
  const [one, other] = [await replica('once:'), await replica('once:')];
  expect(await textsOf(one.exchange([{ number: 1, ageMs: 0, text: 'a' }]))).toEqual([]);
  expect(await textsOf(other.exchange([{ number: 1, ageMs: 0, text: 'b' }]))).toEqual(['a']);
  expect(await textsOf(one.exchange([]))).toEqual(['b']);
  expect(await textsOf(one.exchange([]))).toEqual([]);
});

it('a notice that is told again since its answer was lost is heard once', async () => {
  const [one, other] = [await replica('again:'), await replica('again:')];
  await one.exchange([{ number: 1, ageMs: 0, text: 'a' }]);
  await one.exchange([1, 2].map((number) => ({ number, ageMs: 0, text: `a${number}` })));
  expect(await textsOf(other.exchange([]))).toEqual(['a', 'a2']);
});

it('one that comes later hears what is still kept, in as many trips as it takes', async () => {
  const early = await replica('later:');
  const told = Array.from({ length: 100 }, (_, index) => ({ number: index + 1, ageMs: 0, text: `n${index}` }));
  await early.exchange(told);
  const late = await replica('later:');
  expect(await textsOf(late.exchange([]))).toEqual(told.map(({ text }) => text));
});

it('the age of a notice grows by the server’s clock, and not by those of replicas', async () => {
  const [one, other] = [await replica('age:'), await replica('age:')];
  await one.exchange([{ number: 1, ageMs: 12_000, text: 'a' }]);
  const [heard] = (await other.exchange([])) ?? [];
  expect(heard?.ageMs).toBeGreaterThanOrEqual(12_000);
  expect(heard?.ageMs).toBeLessThan(72_000); // a minute for a busy machine
});

it('is kept for a quarter of an hour at most', async () => {
  const one = await replica('kept:');
  await one.exchange([{ number: 1, ageMs: 0, text: 'a' }]);
  expect(await client.pttl(streamOf('kept:'))).toBeGreaterThan(800_000);
  await client.del(streamOf('kept:'));
  for (let at = 1; at <= 300; at += 1) await client.xadd(streamOf('kept:'), `${at}-0`, 'by', 'old', 'text', 'x');
  await one.exchange([]);
  expect(await client.xlen(streamOf('kept:'))).toBeLessThan(200); // whole nodes of a stream go
});

it.each<readonly [string, (key: string) => Promise<unknown>]>([
  ['words', (key) => client.set(key, 'hello')],
  ['a list', (key) => client.rpush(key, 'a')],
  ['an entry of other fields', (key) => client.xadd(key, '*', 'a', 'b')],
  ['a number that is none', (key) => client.xadd(key, '*', 'by', 'x', 'number', 'NaN', 'at', '0', 'text', 'lie')],
  [
    'a notice from the future',
    (key) => client.xadd(key, '*', 'by', 'x', 'number', '1', 'at', '99999999999999', 'text', 'lie'),
  ],
  ['the last id there is', (key) => client.xadd(key, lastIdOfAll, 'by', 'x', 'text', 'lie')],
  ['the last id, and took the entry away', (key) => writeAndTakeAway(key)],
])('hears on where somebody wrote %s', async (what, write) => {
  const prefix = `${what}:`;
  await write(streamOf(prefix));
  const [one, other] = [await replica(prefix), await replica(prefix)];
  expect(await textsOf(one.exchange([{ number: 1, ageMs: 0, text: 'a' }]))).toEqual([]);
  expect(await textsOf(other.exchange([]))).toEqual(['a']);
});

it('replicas that had begun hear on at once when somebody writes the last id there is, and each notice once', async () => {
  const [one, other] = [await replica('middle:'), await replica('middle:')];
  await one.exchange([{ number: 1, ageMs: 0, text: 'a' }]);
  expect(await textsOf(other.exchange([]))).toEqual(['a']);
  await client.xadd(streamOf('middle:'), lastIdOfAll, 'by', 'x', 'text', 'lie');
  expect(await textsOf(one.exchange([{ number: 2, ageMs: 0, text: 'b' }]))).toEqual([]);
  expect(await textsOf(other.exchange([{ number: 1, ageMs: 0, text: 'c' }]))).toEqual(['b']);
  expect(await textsOf(one.exchange([{ number: 3, ageMs: 0, text: 'd' }]))).toEqual(['c']);
});

it('one that has read an id of the future reads on from the beginning once the stream is another', async () => {
  const [one, other] = [await replica('future:'), await replica('future:')];
  const soon = Date.now() + 600_000; // within what clocks may differ by
  await client.xadd(streamOf('future:'), `${soon}-0`, 'by', 'x', 'text', 'lie');
  expect(await textsOf(other.exchange([]))).toEqual([]);
  await client.del(streamOf('future:'));
  await one.exchange([{ number: 1, ageMs: 0, text: 'a' }]);
  expect(await textsOf(other.exchange([]))).toEqual(['a']);
});

it('nothing is heard while Redis is paused or away, nobody waits longer than a command may, and it goes on afterwards', async () => {
  const own = await ownRedis();
  const open = () =>
    openSharedLimitStore({
      ...{ redisUrl: `redis://127.0.0.1:${own.service.port}`, commandTimeoutMs: 1_000, expectedReplicas: 2 },
      ...{ keyPrefix: 'paused:', now: () => Date.now(), rng: () => 0.5 },
    });
  const [one, other] = [open(), open()];
  try {
    expect(await one.notices.exchange([{ number: 1, ageMs: 0, text: 'too early' }])).toBeUndefined();
    await waitFor(() => !one.degraded() && !other.degraded(), { what: 'the stores to find Redis' });
    own.service.pause();
    expect(await one.notices.exchange([{ number: 1, ageMs: 0, text: 'a' }])).toBeUndefined();
    own.service.resume();
    await waitFor(async () => (await one.notices.exchange([{ number: 1, ageMs: 0, text: 'a' }])) !== undefined);
    await waitFor(async () => (await textsOf(other.notices.exchange([])))?.includes('a') === true);
  } finally {
    own.service.resume();
    await Promise.all([one.close(), other.close()]);
    await own.remove();
  }
}, 90_000);
