import { candidate, outcome, plan, startMs, type CreateStore } from './laws-kit.laws.js';
import type { LimitStore } from './limit-store.js';

const only = candidate('openai/main', 'gpt-5');

/** What every store must do with the probes of a target that pauses. */
export function probeLaws(createStore: CreateStore): void {
  it('hands the one probe to one of many who ask at the same time', async () => {
    const store = await createStore();
    expect(await probesOf([store], 20)).toEqual({ probes: 1, reserved: 1 });
  });

  it('finds a provider that was away for a minute within 30 s of its return, with one request a second', async () => {
    const store = await createStore();
    const isAway = (atMs: number): boolean => atMs < 60_000;
    let asked = 0;
    for (let atMs = 0; atMs <= 90_000; atMs += 1_000) {
      const nowMs = startMs + atMs;
      const turnId = `t${atMs}`;
      const verdict = await store.reserve(plan([only], { nowMs, turnId }));
      if (verdict.kind === 'none') continue;
      asked += isAway(atMs) ? 1 : 0;
      await store.report(outcome(only, { nowMs, turnId, errorClass: isAway(atMs) ? 'overloaded' : undefined }));
      await store.settle({ leaseId: undefined, turnId, actual: undefined, nowMs });
      if (!isAway(atMs)) break;
    }
    // Three failures open the circuit, and a probe goes after each of the pauses, which double from 2 s on.
    expect(asked).toBeLessThanOrEqual(3 + 5);
    const served = await store.reserve(plan([only], { nowMs: startMs + 90_000, turnId: 'last' }));
    expect(served).toMatchObject({ kind: 'reserved', probe: false });
  });
}

/** Pauses a target, and lets so many requests ask all stores for it the moment its pause is over. */
export async function probesOf(
  stores: readonly LimitStore[],
  requests: number,
): Promise<{ readonly probes: number; readonly reserved: number }> {
  const overMs = startMs + 2_000;
  await stores[0]?.report(outcome(only, { nowMs: startMs, errorClass: 'rate_limited', retryAfterMs: 2_000 }));
  const askers = Array.from({ length: requests }, (_, index) => ({ index, store: stores[index % stores.length] }));
  const verdicts = await Promise.all(
    askers.flatMap(({ index, store }) => store?.reserve(plan([only], { nowMs: overMs, turnId: `t${index}` })) ?? []),
  );
  const reserved = verdicts.filter((verdict) => verdict.kind === 'reserved');
  return { reserved: reserved.length, probes: reserved.filter(({ probe }) => probe).length };
}
