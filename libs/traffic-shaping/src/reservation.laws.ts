import fc from 'fast-check';
import type { UpstreamClass } from '@smart-router/core';
import { candidate, leaseMs, outcome, plan, providerShape, rules, startMs, type CreateStore } from './laws-kit.laws.js';
import type { LimitStore, ReservationCandidate } from './limit-store.js';

/** What every store must do with upstream shapes and backoff. */
export function reservationLaws(createStore: CreateStore): void {
  shapeExamples(createStore);
  backoffExamples(createStore);
  backoffInvariant(createStore);
}

function shapeExamples(createStore: CreateStore): void {
  it('reserves the first candidate with room and says why others were passed over', async () => {
    const store = await createStore();
    const shared = providerShape({ requestStartPerSec: 1, requestBurst: 1 });
    const own = { scope: 'model', key: 'model:a', shape: { concurrent: 1 } } as const;
    const candidates = [candidate('openai/main', 'a', [shared, own]), candidate('other/main', 'b')];
    const ask = (nowMs: number, turnId: string) => store.reserve(plan(candidates, { nowMs, turnId }));
    expect(await ask(startMs, 't1')).toEqual({ kind: 'reserved', index: 0, probe: false, skipped: [] });
    const busy = { index: 0, reason: 'throttled', bucket: 'model.concurrent', retryAfterMs: undefined };
    expect(await ask(startMs, 't2')).toEqual({ kind: 'reserved', index: 1, probe: false, skipped: [busy] });
    await store.settle({ leaseId: undefined, turnId: 't1', actual: undefined, nowMs: startMs + 400 });
    const fast = { index: 0, reason: 'throttled', bucket: 'provider.request_start_per_sec', retryAfterMs: 600 };
    expect(await ask(startMs + 400, 't3')).toEqual({ kind: 'reserved', index: 1, probe: false, skipped: [fast] });
    expect(await ask(startMs + 1000, 't4')).toMatchObject({ kind: 'reserved', index: 0 });
  });

  it('tells by looking whom a reservation would pass over, each by itself, and takes nothing by it', async () => {
    const store = await createStore();
    const own = { scope: 'model', key: 'model:a', shape: { concurrent: 1 } } as const;
    const candidates = [candidate('openai/main', 'a', [own]), candidate('other/main', 'b'), candidate('third', 'c')];
    const amounts = { candidates, inputTokens: 1, outputTokens: 1 };
    const look = (nowMs: number) => store.look({ ...amounts, nowMs });
    for (let count = 0; count < 3; count += 1) expect(await look(startMs)).toEqual([]);
    await store.reserve(plan(candidates, { nowMs: startMs, turnId: 't1' }));
    const third = candidates.slice(2);
    await store.reserve(plan(third, { nowMs: startMs, turnId: 't2' }));
    const limited = { turnId: 't2', errorClass: 'rate_limited', nowMs: startMs } as const;
    await store.report(outcome(candidate('third', 'c'), limited));
    const busy = { index: 0, reason: 'throttled', bucket: 'model.concurrent', retryAfterMs: undefined };
    const pausing = {
      index: 2,
      reason: 'backoff',
      bucket: 'model.backoff',
      retryAfterMs: expect.any(Number) as number,
    };
    expect(await look(startMs)).toEqual([busy, pausing]);
    const pauseMs = (await look(startMs))[1]?.retryAfterMs ?? 0;
    // The one probe of a pause that is over is still there for whoever asks in earnest.
    expect(await look(startMs + pauseMs)).toEqual([busy]);
    expect(await store.reserve(plan(third, { nowMs: startMs + pauseMs, turnId: 't3' }))).toMatchObject({ probe: true });
  });

  it('takes nothing from any scope when one is full, and names the soonest time of all candidates', async () => {
    const store = await createStore();
    const slow = candidate('a', 'm', [providerShape({ inputTokensPerSec: 10, inputTokenBurst: 100 }, 'slow')]);
    const fast = candidate('b', 'm', [
      providerShape({ requestStartPerSec: 1, requestBurst: 5 }, 'wide'),
      { scope: 'target', key: 'target:b', shape: { totalReservedTokensPerSec: 100, totalReservedTokenBurst: 100 } },
    ]);
    const ask = (turnId: string) =>
      store.reserve(plan([slow, fast], { nowMs: startMs, turnId, inputTokens: 80, outputTokens: 20 }));
    expect(await ask('t1')).toMatchObject({ kind: 'reserved', index: 0 });
    expect(await ask('t2')).toMatchObject({ kind: 'reserved', index: 1 });
    for (let attempt = 0; attempt < 10; attempt += 1) {
      expect(await ask('t3')).toMatchObject({ kind: 'none', retryAfterMs: 1000 });
    }
    const wideOnly = candidate('c', 'm', fast.shapes.slice(0, 1));
    for (let turn = 0; turn < 4; turn += 1) {
      expect(await store.reserve(plan([wideOnly], { nowMs: startMs, turnId: `w${turn}` }))).toMatchObject({
        kind: 'reserved',
      });
    }
    expect(await store.reserve(plan([wideOnly], { nowMs: startMs, turnId: 'w4' }))).toMatchObject({ kind: 'none' });
  });

  it('admits more than a burst at once and makes the next wait for the debt', async () => {
    const store = await createStore();
    const only = candidate('a', 'm', [providerShape({ inputTokensPerSec: 100, inputTokenBurst: 200 })]);
    const ask = (nowMs: number, turnId: string) => store.reserve(plan([only], { nowMs, turnId, inputTokens: 1000 }));
    expect(await ask(startMs, 't1')).toMatchObject({ kind: 'reserved' });
    expect(await ask(startMs, 't2')).toMatchObject({ kind: 'none', retryAfterMs: 10_000 });
    expect(await ask(startMs + 9_999, 't3')).toMatchObject({ kind: 'none', retryAfterMs: 1 });
    expect(await ask(startMs + 10_000, 't4')).toMatchObject({ kind: 'reserved' });
  });

  it('frees the turn of a process that died', async () => {
    const store = await createStore();
    const only = candidate('a', 'm', [providerShape({ concurrent: 1 })]);
    const ask = (nowMs: number, turnId: string) => store.reserve(plan([only], { nowMs, turnId }));
    await ask(startMs, 't1');
    await store.renew({ leaseIds: [], turnIds: ['t1'], leaseMs, nowMs: startMs + 10_000 });
    expect(await ask(startMs + leaseMs, 't2')).toMatchObject({ kind: 'none', retryAfterMs: undefined });
    expect(await ask(startMs + leaseMs + 10_000, 't2')).toMatchObject({ kind: 'reserved' });
  });
}

const only = candidate('openai/main', 'gpt-5');

/** Reserves one candidate; how long it has to wait, and whether it is a probe. */
async function ask(store: LimitStore, nowMs: number, at: ReservationCandidate = only) {
  const verdict = await store.reserve(plan([at], { nowMs, turnId: `t${nowMs}` }));
  return verdict.kind === 'reserved'
    ? { waitMs: 0, probe: verdict.probe }
    : { waitMs: verdict.retryAfterMs, bucket: verdict.skipped[0]?.bucket };
}

function backoffExamples(createStore: CreateStore): void {
  it('honours the hint of a provider to the millisecond, and believes it up to its cap', async () => {
    const store = await createStore();
    await store.report(outcome(only, { nowMs: startMs, errorClass: 'rate_limited', retryAfterMs: 2_000 }));
    expect(await ask(store, startMs + 1_999)).toEqual({ waitMs: 1, bucket: 'model.backoff' });
    expect(await ask(store, startMs + 2_000)).toEqual({ waitMs: 0, probe: true });
    const days = outcome(only, { nowMs: startMs + 2_000, errorClass: 'rate_limited', retryAfterMs: 3 * 86_400_000 });
    await store.report(days);
    expect(await ask(store, startMs + 2_000)).toMatchObject({ waitMs: rules.hintMaxMs });
  });

  it('escalates once per pause, however many refusals land in it', async () => {
    const store = await createStore();
    const refuse = (nowMs: number) => store.report(outcome(only, { nowMs, errorClass: 'rate_limited' }));
    for (let refusal = 0; refusal < 10; refusal += 1) await refuse(startMs + refusal);
    const first = (await ask(store, startMs)).waitMs ?? 0;
    expect(first).toBeGreaterThanOrEqual(1_000);
    expect(first).toBeLessThanOrEqual(1_200);
    await refuse(startMs + first);
    const second = (await ask(store, startMs + first)).waitMs ?? 0;
    expect(second).toBeGreaterThanOrEqual(2_000);
    expect(second).toBeLessThanOrEqual(2_400);
  });

  it('pauses after a single failure for as long as the provider asks, up to the cap, and longer when asked again', async () => {
    const store = await createStore();
    const fail = (nowMs: number, retryAfterMs: number | undefined) =>
      store.report(outcome(only, { nowMs, errorClass: 'overloaded', retryAfterMs }));
    await fail(startMs, 2_000);
    expect(await ask(store, startMs)).toMatchObject({ waitMs: 2_000 });
    await fail(startMs + 500, undefined);
    expect(await ask(store, startMs + 500)).toMatchObject({ waitMs: 1_500 });
    await fail(startMs + 1_000, 3 * 86_400_000);
    expect(await ask(store, startMs + 1_000)).toMatchObject({ waitMs: only.backoff.hintMaxMs });
  });

  it('pauses after enough failures in a row, probes with one request at a time, and closes on success', async () => {
    const store = await createStore();
    const fail = (nowMs: number, turnId = 'turn') =>
      store.report(outcome(only, { nowMs, turnId, errorClass: 'server_error' }));
    const succeed = (nowMs: number) => store.report(outcome(only, { nowMs }));
    await fail(startMs);
    await fail(startMs);
    await succeed(startMs);
    await fail(startMs);
    await fail(startMs);
    expect(await ask(store, startMs)).toEqual({ waitMs: 0, probe: false });
    await fail(startMs);
    const pauseMs = (await ask(store, startMs)).waitMs ?? 0;
    expect(pauseMs).toBeGreaterThanOrEqual(2_000);
    const overMs = startMs + pauseMs;
    expect(await ask(store, overMs)).toEqual({ waitMs: 0, probe: true });
    const others = await ask(store, overMs + 1);
    expect(others.bucket).toBe('model.backoff');
    expect(others.waitMs).toBeGreaterThan(0);
    await succeed(overMs + 500);
    expect(await ask(store, overMs + 500)).toEqual({ waitMs: 0, probe: false });
  });

  it('pauses longer when the probe fails, and lets the next probe go when it says nothing', async () => {
    const store = await createStore();
    for (let failure = 0; failure < 3; failure += 1)
      await store.report(outcome(only, { nowMs: startMs, errorClass: 'timeout' }));
    const overMs = startMs + ((await ask(store, startMs)).waitMs ?? 0);
    expect(await ask(store, overMs)).toMatchObject({ probe: true });
    await store.report(outcome(only, { nowMs: overMs, turnId: `t${overMs}`, errorClass: 'caller_gone' }));
    expect(await ask(store, overMs)).toMatchObject({ probe: true });
    await store.report(outcome(only, { nowMs: overMs, turnId: `t${overMs}`, errorClass: 'connect_failed' }));
    expect((await ask(store, overMs)).waitMs).toBeGreaterThanOrEqual(4_000);
  });

  it('does not take an old success for news during a pause', async () => {
    const store = await createStore();
    await store.report(outcome(only, { nowMs: startMs, errorClass: 'rate_limited', retryAfterMs: 5_000 }));
    await store.report(outcome(only, { nowMs: startMs + 1_000, turnId: 'older' }));
    expect(await ask(store, startMs + 1_000)).toMatchObject({ waitMs: 4_000 });
  });

  it('stops all models of a credential that is out of quota or rejected, and one model that is not allowed', async () => {
    const store = await createStore();
    const sibling = candidate('openai/main', 'gpt-5-mini');
    await store.report(outcome(only, { nowMs: startMs, errorClass: 'access_denied' }));
    expect(await ask(store, startMs, sibling)).toMatchObject({ waitMs: 0 });
    expect(await ask(store, startMs)).toMatchObject({ bucket: 'model.backoff' });
    await store.report(outcome(only, { nowMs: startMs, errorClass: 'credential_rejected' }));
    expect(await ask(store, startMs, sibling)).toMatchObject({ bucket: 'credential.backoff' });
    expect((await ask(store, startMs, sibling)).waitMs).toBeGreaterThanOrEqual(30_000);
    expect(await ask(store, startMs, candidate('openai/spare', 'gpt-5'))).toMatchObject({ waitMs: 0 });
  });

  it('says which pause began and which ended, and nothing of one that lasts', async () => {
    const store = await createStore();
    const report = (nowMs: number, errorClass?: UpstreamClass, retryAfterMs?: number) =>
      store.report(outcome(only, { nowMs, errorClass, retryAfterMs }));
    const begun = { kind: 'started', bucket: 'model.backoff', pauseMs: 2_000 };
    const ended = { kind: 'ended', bucket: 'model.backoff', pauseMs: 0 };
    expect(await report(startMs)).toEqual([]);
    expect(await report(startMs, 'caller_fault')).toEqual([]);
    expect(await report(startMs, 'rate_limited', 2_000)).toEqual([begun]);
    expect(await report(startMs + 500, 'rate_limited', 4_000)).toEqual([]);
    expect(await report(startMs + 1_000)).toEqual([]);
    expect(await report(startMs + 4_500, 'rate_limited', 2_000)).toEqual([begun]);
    expect(await report(startMs + 6_500)).toEqual([ended]);
    expect(await report(startMs + 6_501)).toEqual([]);
    for (let failure = 1; failure < rules.failure.threshold; failure += 1)
      expect(await report(startMs + 7_000, 'reset')).toEqual([]);
    expect(await report(startMs + 7_000, 'reset')).toMatchObject([{ kind: 'started', bucket: 'model.backoff' }]);
    expect(await report(startMs + 7_000, 'credential_rejected', 30_000)).toEqual([
      { kind: 'started', bucket: 'credential.backoff', pauseMs: 30_000 },
    ]);
    expect(await report(startMs + 38_000)).toEqual([ended, { ...ended, bucket: 'credential.backoff' }]);
  });

  it('has no end to tell of a pause so old that it was forgotten', async () => {
    const store = await createStore();
    await store.report(outcome(only, { nowMs: startMs, errorClass: 'rate_limited', retryAfterMs: 1_000 }));
    expect(await store.report(outcome(only, { nowMs: startMs + 86_400_000 }))).toEqual([]);
  });

  it('holds nothing against a target for what a caller did', async () => {
    const store = await createStore();
    for (let report = 0; report < 20; report += 1) {
      await store.report(
        outcome(only, { nowMs: startMs, errorClass: report % 2 === 0 ? 'caller_fault' : 'caller_gone' }),
      );
    }
    expect(await ask(store, startMs)).toEqual({ waitMs: 0, probe: false });
  });

  it('remembers values, and recalls many of them at once in the order asked', async () => {
    const store = await createStore();
    await store.remember('hash', 'issuer', 60_000);
    await store.remember('more', 'another', 60_000);
    expect(await store.recall(['more', 'other', 'hash', 'more'])).toEqual(['another', undefined, 'issuer', 'another']);
    expect(await store.recall([])).toEqual([]);
  });

  it('counts an attempt that was reserved elsewhere, whether or not there is room', async () => {
    const store = await createStore();
    const full = candidate('main', 'm', [providerShape({ concurrent: 1 })]);
    const reserve = (turnId: string, agoMs?: number) =>
      store.reserve({ turnId, leaseMs, candidates: [full], inputTokens: 0, outputTokens: 0, nowMs: startMs, agoMs });
    expect(await reserve('a')).toMatchObject({ kind: 'reserved' });
    expect(await reserve('b', 10)).toEqual({ kind: 'reserved', index: 0, probe: false, skipped: [] });
    await store.settle({ leaseId: undefined, turnId: 'a', actual: undefined, nowMs: startMs });
    expect(await reserve('c')).toMatchObject({ kind: 'none' });
    await store.settle({ leaseId: undefined, turnId: 'b', actual: undefined, nowMs: startMs });
    expect(await reserve('c')).toMatchObject({ kind: 'reserved' });
  });
}

const event = fc.record({
  gapMs: fc.integer({ min: 0, max: 4_000 }),
  errorClass: fc.constantFrom('rate_limited', 'server_error', 'timeout', 'caller_fault', undefined),
  retryAfterMs: fc.option(fc.integer({ min: 1, max: 10_000 }), { nil: undefined }),
});

function backoffInvariant(createStore: CreateStore): void {
  it('lets nothing go before the time it names, and something at that time', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(event, { minLength: 5, maxLength: 30 }), async (events) => {
        const store = await createStore();
        let nowMs = startMs;
        for (const { gapMs, ...ended } of events) {
          nowMs += gapMs;
          await store.report(outcome(only, { nowMs, ...ended }));
          const { waitMs = 0 } = await ask(store, nowMs);
          if (waitMs === 0) continue;
          expect(await ask(store, nowMs + waitMs - 1)).toMatchObject({ waitMs: 1 });
          nowMs += waitMs;
          expect(await ask(store, nowMs)).toMatchObject({ waitMs: 0, probe: true });
        }
      }),
      { numRuns: 40 },
    );
  });
}
