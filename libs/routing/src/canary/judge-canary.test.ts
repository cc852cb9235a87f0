import fc from 'fast-check';
import { createObservationStore, type ObservationStore } from '../observations/observation-store.js';
import { parseCondition } from '../expression/parse-expression.js';
import type { AttemptEnd } from '../observations/attempt-end.js';
import { canaryNames } from './canary-names.js';
import type { Canary, CanaryRule, CanaryState } from './canary.js';
import { judgeCanary } from './judge-canary.js';

const start = Date.UTC(2026, 0, 5);
const minute = 60_000;

function rule(text: string): CanaryRule {
  const parsed = parseCondition(text, canaryNames);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return { text, condition: parsed.expression };
}

const canary: Canary = {
  ...{ targetId: 'new/m', steps: [5, 25, 100], stepMinMs: 10 * minute, windowMs: 10 * minute, settingsHash: 'h' },
  promoteWhen: rule('requests >= 10 and error_rate <= 0.1 and p95_latency_ms <= 1.2 * baseline.p95_latency_ms'),
  rollbackWhen: rule('requests >= 5 and error_rate > 0.5'),
};

function end(targetId: string, changes: Partial<AttemptEnd> = {}): AttemptEnd {
  return {
    ...{ targetId, errorClass: undefined, latencyMs: 1_000, firstTokenMs: 100, queueWaitMs: 0, isWarm: false },
    ...{ inputTokens: 10, cachedInputTokens: 0, outputTokens: 10, costNanoUsd: 2_000_000_000n },
    ...changes,
  };
}

interface Seen {
  readonly served?: number;
  readonly failed?: number;
  readonly rejected?: number;
  readonly baseline?: number;
  readonly latencyMs?: number;
  readonly atMs?: number;
}

function seen({
  served = 0,
  failed = 0,
  rejected = 0,
  baseline = 0,
  latencyMs = 1_000,
  atMs = start + minute,
}: Seen): ObservationStore {
  const store = createObservationStore();
  const times = (count: number, one: AttemptEnd): void => {
    for (let index = 0; index < count; index += 1) store.record(one, atMs);
  };
  times(served, end('new/m', { latencyMs }));
  times(failed, end('new/m', { errorClass: 'overloaded' }));
  times(rejected, end('new/m', { errorClass: 'caller_fault' }));
  times(baseline, end('old/m'));
  times(baseline, end('older/m', { latencyMs: 500 }));
  return store;
}

const judge = (
  observations: ObservationStore,
  state: Partial<CanaryState> = {},
  nowMs = start + 10 * minute,
  rules: Partial<Canary> = {},
) =>
  judgeCanary({
    ...{ canary: { ...canary, ...rules }, others: ['old/m', 'older/m'], observations, nowMs },
    state: { step: 0, isRolledBack: false, changedAtMs: start, ...state },
  });

test('one that does well goes a step further once the step has taken long enough', () => {
  const well = seen({ served: 20, baseline: 20 });
  expect(judge(well, {}, start + 10 * minute - 1)).toBeUndefined();
  expect(judge(well)).toMatchObject({ event: 'promoted', step: 1, condition: canary.promoteWhen.text });
  expect(judge(well)?.baseline).toMatchObject({ count: 40 });
});

test('one that does badly is taken out at once, whatever else holds', () => {
  expect(judge(seen({ failed: 5, baseline: 20 }), {}, start + 2 * minute)).toMatchObject({
    ...{ event: 'rolled-back', step: 0, condition: canary.rollbackWhen.text, observed: { count: 5, errorRate: 1 } },
  });
});

test('at its last step it goes no further, and may still be taken out', () => {
  expect(judge(seen({ served: 20, baseline: 20 }), { step: 2 })).toBeUndefined();
  expect(judge(seen({ failed: 20 }), { step: 2 })).toMatchObject({ event: 'rolled-back', step: 2 });
});

test('one that was taken out stays out, however well it does', () => {
  expect(judge(seen({ served: 20, baseline: 20 }), { isRolledBack: true })).toBeUndefined();
});

test('where something is not known nothing is decided: no baseline, or nobody asked it', () => {
  expect(judge(seen({ served: 20 }))).toBeUndefined();
  expect(judge(seen({ baseline: 20 }))).toBeUndefined();
});

test('slower than the others by more than its condition allows, it stays where it is', () => {
  expect(judge(seen({ served: 20, baseline: 20, latencyMs: 1_500 }))).toBeUndefined();
});

test('one that refuses what the others serve is not promoted where its condition asks for it, and can be taken out', () => {
  const promoteWhen = rule('requests >= 10 and error_rate <= 0.1 and rejection_rate <= baseline.rejection_rate + 0.02');
  const rollbackWhen = rule('rejection_rate > 0.5');
  const judged = (of: Seen) =>
    judge(seen({ baseline: 20, ...of }), {}, undefined, { promoteWhen, rollbackWhen })?.event;
  expect(judged({ served: 19, rejected: 1 })).toBeUndefined();
  expect(judged({ served: 99, rejected: 1 })).toBe('promoted');
  expect(judged({ served: 5, rejected: 15 })).toBe('rolled-back');
});

test('however much callers send that is at fault, it promotes none, nor hides that it fails', () => {
  const promoteWhen = rule('requests >= 10 and error_rate <= 0.1');
  const rollbackWhen = rule('requests >= 5 and error_rate > 0.5');
  const judged = (of: Seen, rollback = rollbackWhen) =>
    judge(seen({ baseline: 20, ...of }), {}, undefined, { promoteWhen, rollbackWhen: rollback });
  expect(judged({ rejected: 500 })).toBeUndefined();
  expect(judged({ rejected: 500, served: 9 })).toBeUndefined();
  expect(judged({ rejected: 500, served: 10 })).toMatchObject({ event: 'promoted', observed: { count: 10 } });
  const failing = judged({ rejected: 500, served: 2, failed: 8 });
  expect(failing).toMatchObject({ event: 'rolled-back', observed: { count: 10, attempts: 510, errorRate: 0.8 } });
  // Who wants a target out that rejects everything counts attempts.
  const refusing = judged({ rejected: 500 }, rule('attempts >= 20 and rejection_rate > 0.5'));
  expect(refusing).toMatchObject({ event: 'rolled-back', observed: { attempts: 500, count: 0, rejectionRate: 1 } });
  expect(refusing?.observed?.errorRate).toBeUndefined();
});

test('what ended before the step began does not count', () => {
  const before = seen({ failed: 20, baseline: 20, atMs: start - minute });
  expect(judge(before, {}, start + minute)).toBeUndefined();
  const sameSlot = seen({ failed: 20, atMs: start + 1_000 });
  expect(judge(sameSlot, { changedAtMs: start + 2_000 }, start + minute)).toBeUndefined();
});

test('what is older than the window does not count either', () => {
  expect(judge(seen({ failed: 20, atMs: start + minute }), {}, start + 60 * minute)).toBeUndefined();
});

test('over any history its step grows by one at a time, never shrinks, and nothing follows being taken out', () => {
  const round = fc.record({ served: fc.nat(30), failed: fc.nat(30), baseline: fc.nat(30) });
  fc.assert(
    fc.property(fc.array(round, { maxLength: 12 }), (rounds) => {
      const store = createObservationStore();
      let state: CanaryState = { step: 0, isRolledBack: false, changedAtMs: start };
      for (const [index, { served, failed, baseline }] of rounds.entries()) {
        const nowMs = start + (index + 1) * 11 * minute;
        for (let count = 0; count < served; count += 1) store.record(end('new/m'), nowMs - minute);
        for (let count = 0; count < failed; count += 1)
          store.record(end('new/m', { errorClass: 'reset' }), nowMs - minute);
        for (let count = 0; count < baseline; count += 1) store.record(end('old/m'), nowMs - minute);
        const verdict = judge(store, state, nowMs);
        if (verdict === undefined) continue;
        expect(state.isRolledBack).toBe(false);
        expect(verdict.step).toBe(verdict.event === 'promoted' ? state.step + 1 : state.step);
        expect(verdict.step).toBeLessThan(canary.steps.length);
        state = { step: verdict.step, isRolledBack: verdict.event === 'rolled-back', changedAtMs: nowMs };
      }
    }),
  );
});
