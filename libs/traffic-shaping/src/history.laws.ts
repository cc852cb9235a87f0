import fc from 'fast-check';
import type { CallerLimits, UsageSums, UsedAmounts } from '@smart-router/core';
import { request, startMs, subjectWith, type CreateStore } from './laws-kit.laws.js';
import type { LimitHistory, SeedableLimitStore } from './seedable-limit-store.js';

const dayMs = 86_400_000;
const nothing: UsedAmounts = { requests: 0, tokens: 0, costNanoUsd: 0n };

/** What key `k_1` had used by then. */
function historyOf(parts: Partial<UsageSums>, atMs = startMs): LimitHistory {
  return { atMs, ageMs: 0, sums: [{ key: 'key:k_1', day: nothing, month: nothing, lifetime: nothing, ...parts }] };
}

/** What every store must do with usage that it did not count itself. */
export function historyLaws(createStore: CreateStore): void {
  seedLaws(createStore);
  raiseLaws(createStore);
}

function asker(store: SeedableLimitStore, limits: CallerLimits) {
  let asked = 0;
  const ask = (tokens: number, nowMs: number) => {
    const leaseId = `r${(asked += 1)}`;
    return { leaseId, request: request(subjectWith(limits), { nowMs, leaseId, inputTokens: tokens }) };
  };
  return {
    /** Asks for so many tokens, and uses them. */
    async use(tokens: number, history?: LimitHistory, nowMs = startMs) {
      const { leaseId, request: asking } = ask(tokens, nowMs);
      const verdict = await store.admitKnowing(asking, history);
      const actual = { inputTokens: tokens, outputTokens: 0, costNanoUsd: 0n };
      await store.settle({ leaseId, turnId: undefined, actual, nowMs });
      return verdict.kind === 'refused' ? verdict.bucket : verdict.kind;
    },
  };
}

function seedLaws(createStore: CreateStore): void {
  it('asks for a history before it begins to count a quota, and only then', async () => {
    const store = await createStore();
    expect(await asker(store, { rpm: 10, concurrent: 2 }).use(1)).toBe('admitted');
    const { use } = asker(store, { day: { tokens: 100 } });
    expect(await use(10)).toBe('unseen');
    expect(await use(10, historyOf({}))).toBe('admitted');
    expect(await use(10)).toBe('admitted');
    expect(await use(10, undefined, startMs + dayMs)).toBe('unseen');
    const more = asker(store, { day: { tokens: 100, requests: 100 } });
    expect(await more.use(10)).toBe('unseen');
  });

  it.each([
    ['day.requests', { day: { requests: 10 } }, { day: { ...nothing, requests: 10 } }],
    ['day.tokens', { day: { tokens: 1000 } }, { day: { ...nothing, tokens: 1000 } }],
    ['day.cost_usd', { day: { costNanoUsd: 5n } }, { day: { ...nothing, costNanoUsd: 5n } }],
    ['month.requests', { month: { requests: 10 } }, { month: { ...nothing, requests: 11 } }],
    ['month.tokens', { month: { tokens: 1000 } }, { month: { ...nothing, tokens: 1000 } }],
    ['month.cost_usd', { month: { costNanoUsd: 5n } }, { month: { ...nothing, costNanoUsd: 9n } }],
    ['lifetime.tokens', { lifetime: { tokens: 1000 } }, { lifetime: { ...nothing, tokens: 1000 } }],
    ['lifetime.cost_usd', { lifetime: { costNanoUsd: 5n } }, { lifetime: { ...nothing, costNanoUsd: 5n } }],
  ])('counts on from the history of %s, and remembers it after a no', async (bucket, limits, used) => {
    const { use } = asker(await createStore(), limits);
    expect(await use(0, historyOf(used))).toBe(`key.${bucket}`);
    expect(await use(0)).toBe(`key.${bucket}`);
  });

  it('believes the first history only: what came in between is counted already', async () => {
    const { use } = asker(await createStore(), { lifetime: { tokens: 100 } });
    expect(await use(10, historyOf({ lifetime: { ...nothing, tokens: 50 } }))).toBe('admitted');
    expect(await use(40, historyOf({ lifetime: { ...nothing, tokens: 60 } }))).toBe('admitted');
    expect(await use(1)).toBe('key.lifetime.tokens');
  });

  it('does not take the history of one day for another', async () => {
    const { use } = asker(await createStore(), { day: { tokens: 100 } });
    const spent = historyOf({ day: { ...nothing, tokens: 100 } });
    expect(await use(10, spent, startMs + dayMs)).toBe('admitted');
    expect(await use(10, undefined, startMs + dayMs)).toBe('unseen');
  });

  it('decides by what it counted itself where the history tells nothing, and asks again', async () => {
    const { use } = asker(await createStore(), { month: { tokens: 100 } });
    const silent = { atMs: startMs, ageMs: 0, sums: [] };
    expect(await use(60, silent)).toBe('admitted');
    expect(await use(60, silent)).toBe('key.month.tokens');
    expect(await use(1)).toBe('unseen');
    expect(await use(30, historyOf({ month: { ...nothing, tokens: 70 } }))).toBe('admitted');
    expect(await use(1)).toBe('key.month.tokens');
  });
}

function raiseLaws(createStore: CreateStore): void {
  it('lifts what it counted too low, and lowers nothing', async () => {
    const store = await createStore();
    const limits = { day: { tokens: 100 }, month: { tokens: 1000 } };
    const { use } = asker(store, limits);
    expect(await use(30, historyOf({}))).toBe('admitted');
    await store.raise({
      subjects: [subjectWith(limits)],
      history: historyOf({ day: { ...nothing, tokens: 80 }, month: { ...nothing, tokens: 10 } }),
      nowMs: startMs,
    });
    expect(await use(21)).toBe('key.day.tokens');
    expect(await use(20)).toBe('admitted');
    await store.raise({
      subjects: [subjectWith(limits)],
      history: historyOf({ day: { ...nothing, tokens: 80 }, month: { ...nothing, tokens: 2000 } }),
      nowMs: startMs,
    });
    expect(await use(1)).toBe('key.month.tokens');
  });

  it('keeps what requests under way have set aside on top', async () => {
    const store = await createStore();
    const subject = subjectWith({ day: { tokens: 100 } });
    const ask = (leaseId: string, inputTokens: number) =>
      store.admitKnowing(request(subject, { nowMs: startMs, leaseId, inputTokens }), historyOf({}));
    await ask('a', 30);
    await store.raise({ subjects: [subject], history: historyOf({ day: { ...nothing, tokens: 60 } }), nowMs: startMs });
    expect(await ask('b', 11)).toMatchObject({ bucket: 'key.day.tokens' });
    const actual = { inputTokens: 5, outputTokens: 0, costNanoUsd: 0n };
    await store.settle({ leaseId: 'a', turnId: undefined, actual, nowMs: startMs });
    expect(await ask('c', 36)).toMatchObject({ bucket: 'key.day.tokens' });
    expect(await ask('d', 35)).toEqual({ kind: 'admitted' });
  });

  it('counts on from the history where it was never told one, and leaves other periods and subjects alone', async () => {
    const store = await createStore();
    const limits = { day: { tokens: 100 } };
    const { use } = asker(store, limits);
    const raise = (history: LimitHistory, nowMs: number, key = 'key:k_1') =>
      store.raise({ subjects: [{ ...subjectWith(limits), key }], history, nowMs });
    const spent = historyOf({ day: { ...nothing, tokens: 100 }, lifetime: { ...nothing, tokens: 100 } });
    await raise(spent, startMs, 'key:k_2');
    await raise(spent, startMs + dayMs);
    expect(await use(10)).toBe('unseen');
    await raise(spent, startMs);
    expect(await use(10)).toBe('key.day.tokens');
    expect(await use(10, historyOf({}, startMs + dayMs), startMs + dayMs)).toBe('admitted');
    await raise(spent, startMs + dayMs);
    expect(await use(10, undefined, startMs + dayMs)).toBe('admitted');
    const living = asker(store, { day: { tokens: 100 }, lifetime: { tokens: 100 } });
    expect(await living.use(10, undefined, startMs + dayMs)).toBe('unseen');
  });

  it('does not count again what it is told late and a history has told of', async () => {
    const store = await createStore();
    const subject = subjectWith({ day: { tokens: 100, requests: 9 } });
    const told = { day: { ...nothing, tokens: 60, requests: 6 } };
    const ask = (leaseId: string, inputTokens: number, nowMs: number) =>
      store.admitKnowing(request(subject, { nowMs, leaseId, inputTokens }), historyOf({}));
    const settle = (leaseId: string, agoMs: number) => {
      const actual = { inputTokens: 30, outputTokens: 0, costNanoUsd: 0n };
      return store.settle({ leaseId, turnId: undefined, actual, agoMs, nowMs: startMs + 10_000 });
    };
    for (const leaseId of ['early', 'late']) await ask(leaseId, 30, startMs);
    await store.raise({ subjects: [subject], history: { ...historyOf(told), ageMs: 2_000 }, nowMs: startMs + 10_000 });
    await settle('early', 2_000);
    expect(await ask('more', 11, startMs + 10_000)).toMatchObject({ bucket: 'key.day.tokens' });
    await settle('late', 1_999);
    expect(await ask('more', 11, startMs + 10_000)).toMatchObject({ bucket: 'key.day.tokens' });
    expect(await ask('rest', 10, startMs + 10_000)).toEqual({ kind: 'admitted' });
  });

  it('never counts less than was used, and catches up with the history, whatever is lost on the way', async () => {
    const step = fc.record({ tokens: fc.nat(60), settles: fc.boolean(), raises: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 40 }), async (steps) => {
        const store = await createStore();
        const limits = { lifetime: { tokens: 1000 } };
        const history = (tokens: number) => historyOf({ lifetime: { ...nothing, tokens } });
        let used = 0;
        for (const [index, { tokens, settles, raises }] of steps.entries()) {
          const leaseId = `r${index}`;
          const nowMs = startMs + index * 60_000; // a lease that is not settled is lost
          const asking = request(subjectWith(limits), { nowMs, leaseId, inputTokens: tokens });
          if ((await store.admitKnowing(asking, history(used))).kind !== 'admitted') continue;
          used += tokens;
          const actual = { inputTokens: tokens, outputTokens: 0, costNanoUsd: 0n };
          if (settles) await store.settle({ leaseId, turnId: undefined, actual, nowMs });
          if (raises) await store.raise({ subjects: [subjectWith(limits)], history: history(used), nowMs });
        }
        await store.raise({
          subjects: [subjectWith(limits)],
          history: history(used),
          nowMs: startMs + steps.length * 60_000,
        });
        const nowMs = startMs + (steps.length + 1) * 60_000;
        const rest = (inputTokens: number) =>
          store.admit(request(subjectWith(limits), { nowMs, leaseId: `rest-${inputTokens}`, inputTokens }));
        expect(await rest(1001 - used)).toMatchObject({ kind: 'refused' });
        if (used < 1000) expect(await rest(1000 - used)).toEqual({ kind: 'admitted' });
      }),
      { numRuns: 20 },
    );
  });
}
