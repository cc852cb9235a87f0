import fc from 'fast-check';
import { leaseMs, request, startMs, subjectWith, waitOf, type CreateStore } from './laws-kit.laws.js';
import type { LimitStore, LimitSubject } from './limit-store.js';

/** What every store must do with caller limits. */
export function admissionLaws(createStore: CreateStore): void {
  examples(createStore);
  invariants(createStore);
}

function examples(createStore: CreateStore): void {
  it('lets rpm requests into a minute and names the bucket that is full', async () => {
    const store = await createStore();
    const subject = subjectWith({ rpm: 2 });
    const at = (nowMs: number, leaseId: string) => store.admit(request(subject, { nowMs, leaseId }));
    expect(await at(startMs, 'a')).toEqual({ kind: 'admitted' });
    expect(await at(startMs + 10_000, 'b')).toEqual({ kind: 'admitted' });
    expect(await at(startMs + 20_000, 'c')).toEqual({
      kind: 'refused',
      limit: 'rpm',
      bucket: 'key.rpm',
      retryAfterMs: 45_000,
    });
    expect(await at(startMs + 65_000, 'd')).toEqual({ kind: 'admitted' });
  });

  it('replaces what was set aside by what was used', async () => {
    const store = await createStore();
    const subject = subjectWith({ tpm: 1000, day: { tokens: 1000 } });
    const ask = (leaseId: string, tokens: number) =>
      store.admit(request(subject, { nowMs: startMs, leaseId, inputTokens: tokens - 100, outputTokens: 100 }));
    expect(await ask('a', 900)).toEqual({ kind: 'admitted' });
    expect(await ask('b', 900)).toMatchObject({ limit: 'quota', bucket: 'key.day.tokens', retryAfterMs: 86_400_000 });
    const actual = { inputTokens: 90, outputTokens: 10, costNanoUsd: 0n };
    await store.settle({ leaseId: 'a', turnId: undefined, actual, nowMs: startMs });
    expect(await ask('b', 900)).toEqual({ kind: 'admitted' });
  });

  it('counts what was granted elsewhere whatever the limits say, in the minute and the day it was granted', async () => {
    const store = await createStore();
    const subject = subjectWith({ rpm: 2, day: { requests: 5 }, concurrent: 3 });
    const at = (nowMs: number, leaseId: string, agoMs?: number) =>
      store.admit(request(subject, { nowMs, leaseId, agoMs }));
    for (const leaseId of ['a', 'b', 'c']) expect(await at(startMs, leaseId, 40_000)).toEqual({ kind: 'admitted' });
    expect(await at(startMs, 'd')).toMatchObject({ bucket: 'key.concurrent' });
    for (const leaseId of ['a', 'b', 'c']) {
      await store.settle({ leaseId, turnId: undefined, actual: undefined, nowMs: startMs });
    }
    // They were granted the day before, 40 s ago: in the slot that ends to be counted 25 s from now.
    expect(await at(startMs, 'd')).toMatchObject({ bucket: 'key.rpm', retryAfterMs: 25_000 });
    expect(await at(startMs + 25_000, 'd')).toEqual({ kind: 'admitted' });
    for (let time = 0; time < 9; time += 1) await at(startMs + 25_000, 'd', 100); // told again: it is counted already
    await at(startMs + 25_000, 'e', 90_000_000);
    expect(await at(startMs + 25_000, 'f')).toEqual({ kind: 'admitted' });
  });

  it('gives everything back when nothing was used', async () => {
    const store = await createStore();
    const subject = subjectWith({ tpm: 10, concurrent: 1, lifetime: { tokens: 10, costNanoUsd: 10n } });
    const ask = (leaseId: string) =>
      store.admit(request(subject, { nowMs: startMs, leaseId, inputTokens: 10, costNanoUsd: 10n }));
    expect(await ask('a')).toEqual({ kind: 'admitted' });
    await store.settle({ leaseId: 'a', turnId: undefined, actual: undefined, nowMs: startMs });
    expect(await ask('b')).toEqual({ kind: 'admitted' });
  });

  it('does not know how long requests in flight take, and that a life has no next period', async () => {
    const store = await createStore();
    const busy = subjectWith({ concurrent: 1 });
    await store.admit(request(busy, { nowMs: startMs, leaseId: 'a' }));
    const refused = await store.admit(request(busy, { nowMs: startMs, leaseId: 'b' }));
    expect(refused).toEqual({
      kind: 'refused',
      limit: 'concurrent',
      bucket: 'key.concurrent',
      retryAfterMs: undefined,
    });

    const spent = { ...subjectWith({ lifetime: { costNanoUsd: 5n } }), key: 'key:k_2' };
    const tooMuch = await store.admit(request(spent, { nowMs: startMs, leaseId: 'c', costNanoUsd: 6n }));
    expect(tooMuch).toEqual({
      kind: 'refused',
      limit: 'lifetime',
      bucket: 'key.lifetime.cost_usd',
      retryAfterMs: undefined,
    });
  });

  it('begins a new day and a new month at midnight UTC', async () => {
    const store = await createStore();
    const subject = subjectWith({ day: { requests: 1 }, month: { costNanoUsd: 100n } });
    const ask = (nowMs: number, leaseId: string) => store.admit(request(subject, { nowMs, leaseId, costNanoUsd: 60n }));
    const settle = (leaseId: string, nowMs: number) => {
      const actual = { inputTokens: 0, outputTokens: 0, costNanoUsd: 60n };
      return store.settle({ leaseId, turnId: undefined, actual, nowMs });
    };
    expect(await ask(startMs, 'a')).toEqual({ kind: 'admitted' });
    await settle('a', startMs);
    const restOfMonthMs = 17 * 86_400_000; // from the 15th to the end of January
    const refused = await ask(startMs + 1000, 'b');
    expect(refused).toEqual({
      kind: 'refused',
      limit: 'budget',
      bucket: 'key.month.cost_usd',
      retryAfterMs: restOfMonthMs - 1000,
    });
    expect(await ask(startMs + restOfMonthMs - 1, 'c')).toMatchObject({ retryAfterMs: 1 });
    expect(await ask(startMs + restOfMonthMs, 'd')).toEqual({ kind: 'admitted' });
  });

  it('smooths a caller by its shape', async () => {
    const store = await createStore();
    const subject = subjectWith({}, { inputTokensPerSec: 100, inputTokenBurst: 1000 });
    const ask = (nowMs: number, leaseId: string) => store.admit(request(subject, { nowMs, leaseId, inputTokens: 600 }));
    expect(await ask(startMs, 'a')).toEqual({ kind: 'admitted' });
    const refused = await ask(startMs, 'b');
    expect(refused).toEqual({
      kind: 'refused',
      limit: 'shape',
      bucket: 'key.input_tokens_per_sec',
      retryAfterMs: 2000,
    });
    expect(await ask(startMs + 2000, 'b')).toEqual({ kind: 'admitted' });
  });

  it('takes nothing from any subject when one refuses', async () => {
    const store = await createStore();
    const full: LimitSubject = { key: 'project:p', label: 'project', limits: { rpm: 1 }, shape: undefined };
    const roomy = subjectWith({ rpm: 2 }, { requestStartPerSec: 1, requestBurst: 2 });
    await store.admit(request(full, { nowMs: startMs, leaseId: 'x' }));
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const both = { ...request(roomy, { nowMs: startMs, leaseId: `n${attempt}` }), subjects: [roomy, full] };
      expect(await store.admit(both)).toMatchObject({ kind: 'refused', bucket: 'project.rpm' });
    }
    expect(await store.admit(request(roomy, { nowMs: startMs, leaseId: 'a' }))).toEqual({ kind: 'admitted' });
    expect(await store.admit(request(roomy, { nowMs: startMs, leaseId: 'b' }))).toEqual({ kind: 'admitted' });
  });

  it('keeps a lease that is renewed and frees one that is not', async () => {
    const store = await createStore();
    const subject = subjectWith({ concurrent: 1, day: { tokens: 10 } });
    const ask = (nowMs: number, leaseId: string) => store.admit(request(subject, { nowMs, leaseId, inputTokens: 10 }));
    await ask(startMs, 'a');
    await store.renew({ leaseIds: ['a', 'unknown'], turnIds: [], leaseMs, nowMs: startMs + leaseMs - 1 });
    expect(await ask(startMs + leaseMs, 'b')).toMatchObject({ kind: 'refused' });
    expect(await ask(startMs + 2 * leaseMs - 1, 'b')).toEqual({ kind: 'admitted' });
  });

  it('settles once, however often it is told', async () => {
    const store = await createStore();
    const subject = subjectWith({ concurrent: 2 });
    const settle = () => store.settle({ leaseId: 'a', turnId: undefined, actual: undefined, nowMs: startMs });
    await store.admit(request(subject, { nowMs: startMs, leaseId: 'a' }));
    await store.admit(request(subject, { nowMs: startMs, leaseId: 'b' }));
    await settle();
    await settle();
    await store.admit(request(subject, { nowMs: startMs, leaseId: 'c' }));
    expect(await store.admit(request(subject, { nowMs: startMs, leaseId: 'd' }))).toMatchObject({ kind: 'refused' });
  });
}

const limits = { rpm: 6, tpm: 500, concurrent: 3, day: { requests: 200, tokens: 2000 } };
const shape = { requestStartPerSec: 2, requestBurst: 4, totalReservedTokensPerSec: 50, totalReservedTokenBurst: 300 };

const step = fc.record({
  gapMs: fc.oneof(fc.integer({ min: 0, max: 2000 }), fc.integer({ min: 0, max: 40_000 })),
  inputTokens: fc.integer({ min: 0, max: 100 }),
  outputTokens: fc.integer({ min: 0, max: 100 }),
  /** Which of the open requests ends first, and how much of its reservation it used. */
  ends: fc.option(fc.record({ which: fc.nat(5), usedShare: fc.double({ min: 0, max: 1, noNaN: true }) })),
});

interface Open {
  readonly leaseId: string;
  readonly atMs: number;
  readonly reserved: number;
}

function invariants(createStore: CreateStore): void {
  it('is never over any limit, whatever is asked, settled and forgotten', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 60 }), async (steps) => {
        const world = createWorld(await createStore());
        for (const one of steps) await world.run(one);
      }),
      { numRuns: 40 },
    );
  });

  it('refuses just before the time it names, and admits at that time', async () => {
    const asks = fc.record({ gapMs: fc.integer({ min: 0, max: 3000 }), tokens: fc.integer({ min: 1, max: 250 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(asks, { minLength: 10, maxLength: 30 }), async (steps) => {
        const store = await createStore();
        const subject = subjectWith({ ...limits, concurrent: 0 }, shape);
        let nowMs = startMs;
        let count = 0;
        const ask = async (atMs: number, inputTokens: number) => {
          const leaseId = `r${(count += 1)}`;
          const verdict = await store.admit(request(subject, { nowMs: atMs, leaseId, inputTokens }));
          const actual = { inputTokens, outputTokens: 0, costNanoUsd: 0n };
          await store.settle({ leaseId, turnId: undefined, actual, nowMs: atMs });
          return verdict;
        };
        for (const { gapMs, tokens } of steps) {
          nowMs += gapMs;
          const waitMs = waitOf(await ask(nowMs, tokens)) ?? 0;
          if (waitMs === 0) continue;
          expect(waitOf(await ask(nowMs + waitMs - 1, tokens))).toBe(1);
          nowMs += waitMs;
          expect(await ask(nowMs, tokens)).toEqual({ kind: 'admitted' });
        }
      }),
      { numRuns: 40 },
    );
  });
}

/** A store beside a plain record of what it let through. Every admission is held against all limits. */
function createWorld(store: LimitStore) {
  const subject = subjectWith(limits, shape);
  const admitted: {
    readonly leaseId: string;
    readonly atMs: number;
    readonly reserved: number;
    tokens: number;
    quota: number;
  }[] = [];
  let open: Open[] = [];
  let nowMs = startMs;

  const entryOf = ({ leaseId }: Open) => {
    const entry = admitted.find((one) => one.leaseId === leaseId);
    if (entry === undefined) throw new Error(`${leaseId} was never admitted`);
    return entry;
  };
  const settleOne = async (which: number, usedShare: number): Promise<void> => {
    const lease = open[which % open.length];
    if (lease === undefined) return;
    open = open.filter((other) => other !== lease);
    const used = Math.floor(lease.reserved * usedShare);
    const entry = entryOf(lease);
    entry.tokens = used;
    entry.quota = used;
    const actual = { inputTokens: used, outputTokens: 0, costNanoUsd: 0n };
    await store.settle({ leaseId: lease.leaseId, turnId: undefined, actual, nowMs });
  };
  const expire = (): void => {
    const gone = open.filter(({ atMs }) => atMs + leaseMs <= nowMs);
    open = open.filter((lease) => !gone.includes(lease));
    // What a lost request used is unknown: its tokens stay in the minute, the quota has them back.
    for (const lease of gone) entryOf(lease).quota = 0;
  };
  const sum = (sinceMs: number, count: (entry: (typeof admitted)[number]) => number): number =>
    admitted.filter(({ atMs }) => atMs > sinceMs).reduce((total, entry) => total + count(entry), 0);

  const check = (): void => {
    expect(open.length).toBeLessThanOrEqual(limits.concurrent);
    expect(sum(nowMs - 60_000, () => 1)).toBeLessThanOrEqual(limits.rpm);
    expect(sum(nowMs - 60_000, ({ tokens }) => tokens)).toBeLessThanOrEqual(limits.tpm);
    expect(sum(startMs - 1, ({ quota }) => quota)).toBeLessThanOrEqual(limits.day.tokens);
    for (const { atMs } of admitted) {
      const seconds = (nowMs - atMs) / 1000;
      expect(sum(atMs - 1, () => 1)).toBeLessThanOrEqual(shape.requestBurst + seconds * shape.requestStartPerSec);
      const reserved = sum(atMs - 1, (entry) => entry.reserved);
      expect(reserved).toBeLessThanOrEqual(shape.totalReservedTokenBurst + seconds * shape.totalReservedTokensPerSec);
    }
  };
  return {
    async run(one: {
      gapMs: number;
      inputTokens: number;
      outputTokens: number;
      ends: { which: number; usedShare: number } | null;
    }) {
      nowMs += one.gapMs;
      expire();
      if (one.ends !== null) await settleOne(one.ends.which, one.ends.usedShare);
      const { inputTokens, outputTokens } = one;
      const leaseId = `r${admitted.length}`;
      const verdict = await store.admit(request(subject, { nowMs, leaseId, inputTokens, outputTokens }));
      if (verdict.kind === 'refused') return;
      const reserved = inputTokens + outputTokens;
      admitted.push({ leaseId, atMs: nowMs, reserved, tokens: reserved, quota: reserved });
      open.push({ leaseId, atMs: nowMs, reserved });
      check();
    },
  };
}
