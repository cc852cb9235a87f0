import type { UpstreamClass } from '@smart-router/core';
import type { AttemptEnd } from './attempt-end.js';
import { createObservationStore, type ObservationStore } from './observation-store.js';

const start = Date.UTC(2026, 0, 5);
const minute = 60_000;

function end(changes: Partial<AttemptEnd> = {}): AttemptEnd {
  return {
    targetId: 'openai/large',
    errorClass: undefined,
    latencyMs: 1_000,
    firstTokenMs: 200,
    queueWaitMs: 0,
    inputTokens: 100,
    cachedInputTokens: 0,
    outputTokens: 40,
    isWarm: false,
    costNanoUsd: 500n,
    ...changes,
  };
}

function storeOf(ends: readonly AttemptEnd[]): ObservationStore {
  const store = createObservationStore();
  for (const one of ends) store.record(one, start);
  return store;
}

test('of a target nobody asked nothing is known', () => {
  const store = storeOf([end()]);
  expect(store.of('openai/other', minute, start)).toBeUndefined();
  expect(store.of('openai/large', minute, start + 10 * minute)).toBeUndefined();
});

test('attempts are summed up by target, with quantiles, rates, speed and mean cost', () => {
  const store = storeOf([
    end({ latencyMs: 1_000, queueWaitMs: 30 }),
    end({ latencyMs: 1_000, costNanoUsd: undefined }),
    end({ latencyMs: 4_000, firstTokenMs: undefined, outputTokens: undefined, costNanoUsd: 1_500n }),
    end({ errorClass: 'timeout', latencyMs: 60_000 }),
    end({ targetId: 'openai/other', latencyMs: 9_000 }),
  ]);
  const observed = store.of('openai/large', minute, start);
  expect(observed).toMatchObject({
    count: 4,
    errorRate: 0.25,
    timeoutRate: 0.25,
    rejectionRate: 0,
    queueWaitMs: 7.5,
    costNanoUsd: 1_000,
  });
  expect(observed?.latencyP50Ms).toBeCloseTo(1_000, -2);
  expect(Math.abs((observed?.latencyP95Ms ?? 0) - 4_000)).toBeLessThanOrEqual(200);
  expect(Math.abs((observed?.firstTokenP95Ms ?? 0) - 200)).toBeLessThanOrEqual(10);
  expect(observed?.outputTokensPerSec).toBeCloseTo(50); // 80 tokens in 1.6 s
});

const failures: readonly UpstreamClass[] = [
  ...(['rate_limited', 'quota_exhausted', 'credential_rejected', 'access_denied', 'server_error'] as const),
  ...(['overloaded', 'connect_failed', 'reset', 'broken_stream', 'timeout'] as const),
];

test.each(failures)('%s is a failure of the target, and its duration is not counted', (errorClass) => {
  const observed = storeOf([end({ errorClass })]).of('openai/large', minute, start);
  expect(observed).toMatchObject({ count: 1, errorRate: 1, latencyP50Ms: undefined, costNanoUsd: undefined });
  expect(observed?.timeoutRate).toBe(errorClass === 'timeout' ? 1 : 0);
});

test('a request at fault shows that the target answers, and nothing of how fast it serves', () => {
  const observed = storeOf([end({ errorClass: 'caller_fault' })]).of('openai/large', minute, start);
  expect(observed).toMatchObject({ count: 1, errorRate: 0, rejectionRate: 1, latencyP50Ms: undefined });
});

test('what is rejected is a share of all that ended, errors included', () => {
  const ends = [end(), end(), end({ errorClass: 'caller_fault' }), end({ errorClass: 'overloaded' })];
  expect(storeOf(ends).of('openai/large', minute, start)).toMatchObject({ errorRate: 0.25, rejectionRate: 0.25 });
});

test('a caller who left is not counted', () => {
  expect(storeOf([end({ errorClass: 'caller_gone' })]).of('openai/large', minute, start)).toBeUndefined();
});

test('the cache is told of all attempts, and of those that went on where they had been', () => {
  const observed = storeOf([
    end({ inputTokens: 300, cachedInputTokens: 0 }),
    end({ inputTokens: 100, cachedInputTokens: 80, isWarm: true }),
    end({ inputTokens: undefined, cachedInputTokens: undefined, isWarm: true }),
  ]).of('openai/large', minute, start);
  expect(observed).toMatchObject({ cachedInputShare: 0.2, warmCachedInputShare: 0.8 });
});

test('what is older than the window does not count, and comes back with a longer one', () => {
  const store = createObservationStore();
  store.record(end({ errorClass: 'server_error' }), start);
  store.record(end(), start + 5 * minute);
  const now = start + 5 * minute;
  expect(store.of('openai/large', minute, now)).toMatchObject({ count: 1, errorRate: 0 });
  expect(store.of('openai/large', 10 * minute, now)).toMatchObject({ count: 2, errorRate: 0.5 });
});

test('nothing is kept for longer than an hour', () => {
  const store = createObservationStore();
  for (let at = 0; at <= 120; at += 1) store.record(end(), start + at * minute);
  expect(store.of('openai/large', 1_000 * minute, start + 120 * minute)?.count).toBe(60);
});

test('an answer is read again for a quarter of a second before it is made anew', () => {
  const store = storeOf([end()]);
  expect(store.of('openai/large', minute, start)?.count).toBe(1);
  store.record(end(), start);
  expect(store.of('openai/large', minute, start + 249)?.count).toBe(1);
  expect(store.of('openai/large', minute, start + 250)?.count).toBe(2);
});

test('a clock that was set back by days goes on counting', () => {
  const store = storeOf([end()]);
  const earlier = start - 5 * 24 * 60 * minute;
  store.record(end(), earlier);
  store.record(end(), earlier + 1_000);
  expect(store.of('openai/large', minute, earlier + 1_000)?.count).toBe(2);
});

test('two stores that tell each other their slots know the same', () => {
  const [one, other] = [createObservationStore(), createObservationStore()];
  one.record(end({ latencyMs: 500 }), start);
  other.record(end({ latencyMs: 2_000, errorClass: 'overloaded' }), start);
  other.record(end({ errorClass: 'caller_fault' }), start);
  other.record(end({ targetId: 'openai/other' }), start + 12_000);
  const now = start + minute;
  const [ofOne, ofOther] = [one.takeClosed(now), other.takeClosed(now)];
  for (const closed of ofOther) one.add(closed);
  for (const closed of ofOne) other.add(closed);
  for (const target of ['openai/large', 'openai/other'])
    expect(one.of(target, 10 * minute, now)).toEqual(other.of(target, 10 * minute, now));
  expect(one.of('openai/large', 10 * minute, now)).toMatchObject({ count: 3, errorRate: 1 / 3, rejectionRate: 1 / 3 });
});

test('a slot is taken once, when it is over, and what was added from others is not taken', () => {
  const store = storeOf([end()]);
  expect(store.takeClosed(start + 9_999)).toEqual([]);
  const [closed] = store.takeClosed(start + 10_000);
  expect(closed?.startedAtMs).toBe(start);
  expect(store.takeClosed(start + 20_000)).toEqual([]);
  if (closed !== undefined) store.add(closed);
  expect(store.takeClosed(start + 20_000)).toEqual([]);
});

test('a thousand targets are remembered, and one more makes the one idle for the longest go', () => {
  const store = createObservationStore();
  for (let number = 0; number <= 1_000; number += 1)
    store.record(end({ targetId: `p/m${number}` }), start + number * 10_000);
  const now = start + 1_000 * 10_000;
  store.record(end({ targetId: 'p/m1000' }), now);
  expect(store.of('p/m0', 60 * minute, now)).toBeUndefined();
  expect(store.of('p/m1000', 60 * minute, now)?.count).toBe(2);
});

const words = (row: unknown): string => JSON.stringify([row]);
const sums = [1, 0, 0, 40, 800, 100, 0, 0, 0, 0, 1, 500];

test.each([
  ['no JSON', 'hello'],
  ['no list', '{"a":1}'],
  ['no rows', '[1,null,"a"]'],
  ['a name that is none', words([7, sums, [], []])],
  ['too few sums', words(['openai/large', sums.slice(1), [], []])],
  ['a sum below zero', words(['openai/large', sums.with(3, -1), [], []])],
  ['a sum without bounds', words(['openai/large', sums.with(3, 1e300), [], []])],
  ['a part of an attempt', words(['openai/large', sums.with(0, 1.5), [], []])],
  ['a part of a failure', words(['openai/large', sums.with(1, 0.5), [], []])],
  ['more attempts than there can be', words(['openai/large', sums.with(0, 1e12), [], []])],
  ['more failures than attempts', words(['openai/large', sums.with(1, 2), [], []])],
  ['a bucket that is none', words(['openai/large', sums, [9_999, 1], []])],
  ['more failed and rejected than attempts', words(['openai/large', sums.with(1, 1), [], [], 1])],
  ['a part of a rejection', words(['openai/large', sums.with(0, 2), [], [], 0.5])],
  ['rejections below zero', words(['openai/large', sums, [], [], -1])],
  ['rejections that are no number', words(['openai/large', sums, [], [], [0]])],
  ['half a pair', words(['openai/large', sums, [3], []])],
  ['a part of a bucket', words(['openai/large', sums, [1.5, 1], []])],
])('of another replica, %s says nothing', (_what, text) => {
  const store = createObservationStore();
  store.add({ startedAtMs: start, text });
  expect(store.of('openai/large', minute, start)).toBeUndefined();
});

test('one that does not tell what was rejected rejected nothing', () => {
  const store = createObservationStore();
  store.add({ startedAtMs: start, text: words(['openai/large', sums, [], []]) });
  expect(store.of('openai/large', minute, start)).toMatchObject({ count: 1, rejectionRate: 0 });
});

test('another replica can name no more targets than are remembered', () => {
  const store = createObservationStore();
  for (const page of [0, 1, 2]) {
    const rows = Array.from({ length: 900 }, (_, index) => [`p/m${page * 900 + index}`, sums, [], []]);
    store.add({ startedAtMs: start, text: JSON.stringify(rows) });
  }
  const known = Array.from({ length: 2_700 }, (_, index) => store.of(`p/m${index}`, minute, start));
  expect(known.filter((observed) => observed !== undefined)).toHaveLength(1_000);
});
