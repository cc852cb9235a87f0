import type { AdaptiveConcurrency, UpstreamClass } from '@smart-router/core';
import { candidate, leaseMs, outcome, plan, providerShape, startMs, type CreateStore } from './laws-kit.laws.js';
import type { LimitStore } from './limit-store.js';

const bounds: AdaptiveConcurrency = { min: 2, max: 20 };
const only = { ...candidate('openai/main', 'gpt-5'), adaptive: bounds };
const sibling = { ...candidate('openai/main', 'gpt-5-mini'), adaptive: bounds };

/** What every store must do with limits that find themselves. */
export function adaptiveLaws(createStore: CreateStore): void {
  it('lets so many attempts of a credential go at once as it begins with, whichever model they are for', async () => {
    const world = createWorld(await createStore());
    expect(await world.start('t1')).toMatchObject({ kind: 'reserved' });
    expect(await world.start('t2', sibling)).toMatchObject({ kind: 'reserved' });
    const bucket = 'credential.adaptive_concurrency';
    const full = { index: 0, reason: 'throttled', bucket, retryAfterMs: undefined };
    expect(await world.start('t3')).toEqual({ kind: 'none', skipped: [full], retryAfterMs: undefined });
    const spare = { ...candidate('openai/spare', 'gpt-5'), adaptive: bounds };
    const both = plan([only, spare], { nowMs: startMs, turnId: 't3' });
    expect(await world.store.reserve(both)).toMatchObject({ kind: 'reserved', index: 1, skipped: [full] });
    await world.end('t2', 'caller_gone');
    expect(await world.start('t4')).toMatchObject({ kind: 'reserved' });
  });

  it('rises with every success while nothing was refused and all of it is in use, up to the highest', async () => {
    const world = createWorld(await createStore());
    const limits: (number | undefined)[] = [];
    for (let round = 0; round < 6; round += 1) {
      const started = await world.fill();
      for (const turnId of started) await world.end(turnId);
      limits.push(await world.limit());
    }
    // With the first answer of a round it is no longer full: one more for every round whose attempts end together.
    expect(limits).toEqual([3, 4, 5, 6, 7, 8]);
    await world.fill();
    for (let answer = 0; answer < 40; answer += 1) await world.replaceOne();
    expect(await world.limit()).toBe(bounds.max);
  });

  it('does not rise while it is not used up', async () => {
    const world = createWorld(await createStore());
    for (let answer = 0; answer < 20; answer += 1) {
      await world.start(`t${answer}`);
      await world.end(`t${answer}`);
    }
    expect(await world.limit()).toBe(bounds.min);
  });

  it('halves once for all that were under way, and then takes a round of successes for every step', async () => {
    const world = createWorld(await createStore());
    await world.fill();
    for (let answer = 0; answer < 10; answer += 1) await world.replaceOne();
    expect(await world.limit()).toBe(12);
    world.later(100);
    const [first, ...rest] = world.underWay();
    await world.end(first ?? '', 'overloaded');
    for (const turnId of rest) await world.end(turnId, rest.indexOf(turnId) % 2 === 0 ? 'overloaded' : undefined);
    expect(await world.limit()).toBe(6);
    world.later(100);
    await world.fill();
    for (let answer = 0; answer < 5; answer += 1) await world.replaceOne();
    expect(await world.limit()).toBe(6);
    await world.replaceOne();
    expect(await world.limit()).toBe(7);
  });

  it('takes a timeout for a refusal, never falls below the lowest, and hears nothing from other failures', async () => {
    const world = createWorld(await createStore());
    const others: readonly UpstreamClass[] = ['caller_fault', 'server_error', 'reset', 'broken_stream', 'caller_gone'];
    await world.fill();
    for (let answer = 0; answer < 8; answer += 1) await world.replaceOne();
    expect(await world.limit()).toBe(10);
    for (const errorClass of others) await world.replaceOne(errorClass);
    expect(await world.limit()).toBe(10);
    for (const expected of [5, 2, 2]) {
      world.later(60_000);
      await world.start(`slow-${expected}-${world.now()}`);
      for (const turnId of world.underWay()) await world.end(turnId, 'timeout');
      expect(await world.limit()).toBe(expected);
    }
  });

  it('learns nothing from a turn it no longer counts, and gives back what a dead process held', async () => {
    const world = createWorld(await createStore());
    await world.start('t1');
    await world.start('t2');
    world.later(leaseMs);
    await world.store.report(outcome(only, { nowMs: world.now(), turnId: 't1', adaptive: bounds }));
    expect(await world.standing()).toEqual({ limit: bounds.min, inFlight: 0 });
    expect(await world.start('t3')).toMatchObject({ kind: 'reserved' });
  });

  it('follows bounds that are changed, and forgets what it found when it is left alone for ten minutes', async () => {
    const world = createWorld(await createStore());
    await world.fill();
    for (let answer = 0; answer < 8; answer += 1) await world.replaceOne();
    const ask = (adaptive: AdaptiveConcurrency) =>
      world.store.adaptiveStandings([{ credentialKey: only.credentialKey, adaptive }], world.now());
    expect(await ask({ min: 1, max: 3 })).toEqual([{ limit: 3, inFlight: 10 }]);
    expect(await ask({ min: 15, max: 30 })).toEqual([{ limit: 15, inFlight: 10 }]);
    for (const turnId of world.underWay()) await world.end(turnId);
    world.later(599_999);
    expect(await world.limit()).toBe(11);
    world.later(1);
    expect(await world.limit()).toBe(bounds.min);
    expect(await world.store.adaptiveStandings([], world.now())).toEqual([]);
  });

  it('names the shape when its wait is as long, and itself when that of the shape is known', async () => {
    const store = await createStore();
    const one: AdaptiveConcurrency = { min: 1, max: 1 };
    const shaped = (name: string, shape: Parameters<typeof providerShape>[0]) => ({
      ...candidate(name, 'm', [providerShape(shape, name)]),
      adaptive: one,
    });
    const candidates = [shaped('busy', { concurrent: 1 }), shaped('slow', { requestStartPerSec: 1 })];
    const ask = (turnId: string) => store.reserve(plan(candidates, { nowMs: startMs, turnId }));
    await ask('t1');
    await ask('t2');
    const { skipped } = await ask('t3');
    expect(skipped.map(({ bucket, retryAfterMs }) => [bucket, retryAfterMs])).toEqual([
      ['provider.concurrent', undefined],
      ['credential.adaptive_concurrency', undefined],
    ]);
  });
}

/** A credential and the attempts it is asked for, at a time that goes on when told. */
function createWorld(store: LimitStore) {
  let nowMs = startMs;
  let count = 0;
  let open: readonly string[] = [];
  const start = async (turnId: string, at = only) => {
    const verdict = await store.reserve(plan([at], { nowMs, turnId }));
    if (verdict.kind === 'reserved') open = [...open, turnId];
    return verdict;
  };
  const end = async (turnId: string, errorClass?: UpstreamClass): Promise<void> => {
    open = open.filter((other) => other !== turnId);
    await store.report(outcome(only, { nowMs, turnId, errorClass, adaptive: bounds }));
    await store.settle({ leaseId: undefined, turnId, actual: undefined, nowMs });
  };
  /** Starts attempts until one is refused; those that it let go. */
  const fill = async (): Promise<readonly string[]> => {
    const started: string[] = [];
    for (;;) {
      const turnId = `turn-${(count += 1)}`;
      if ((await start(turnId)).kind === 'none') return started;
      started.push(turnId);
    }
  };
  const standing = async () => (await store.adaptiveStandings([{ ...only, adaptive: bounds }], nowMs))[0];
  return {
    ...{ store, start, end, fill, standing },
    limit: async () => (await standing())?.limit,
    now: () => nowMs,
    underWay: () => open,
    later: (ms: number) => void (nowMs += ms),
    /** One attempt ends, and as many as there is room for begin. */
    async replaceOne(errorClass?: UpstreamClass) {
      nowMs += 1;
      await end(open[0] ?? '', errorClass);
      await fill();
    },
  };
}
