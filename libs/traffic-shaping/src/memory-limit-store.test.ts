import { request, startMs, subjectWith } from './laws-kit.laws.js';
import { limitStoreLaws } from './limit-store.laws.js';
import { createMemoryLimitStore } from './memory-limit-store.js';

limitStoreLaws('in memory', () => createMemoryLimitStore({ now: () => startMs, rng: () => 0.5 }));

describe('the limit store in memory', () => {
  it('reads its own clock when a call brings no time', async () => {
    let nowMs = startMs;
    const store = createMemoryLimitStore({ now: () => nowMs, rng: () => 0 });
    const ask = (leaseId: string) =>
      store.admit({ ...request(subjectWith({ rpm: 1 }), { nowMs, leaseId }), nowMs: undefined });
    expect(await ask('a')).toEqual({ kind: 'admitted' });
    expect(await ask('b')).toMatchObject({ kind: 'refused', retryAfterMs: 65_000 });
    nowMs += 65_000;
    expect(await ask('c')).toEqual({ kind: 'admitted' });
  });

  it('forgets remembered values when their time is over, and the oldest beyond its bound', async () => {
    let nowMs = startMs;
    const store = createMemoryLimitStore({ now: () => nowMs, rng: () => 0, maxEntries: 2 });
    await store.remember('a', '1', 1_000);
    nowMs += 999;
    expect(await store.recall(['a'])).toEqual(['1']);
    nowMs += 1;
    expect(await store.recall(['a'])).toEqual([undefined]);
    await store.remember('b', '2', 10_000);
    await store.remember('c', '3', 10_000);
    await store.remember('b', '2', 10_000);
    await store.remember('d', '4', 10_000);
    expect(await store.recall(['b', 'c', 'd'])).toEqual(['2', undefined, '4']);
  });
});
