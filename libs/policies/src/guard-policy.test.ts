import type { PolicyQuestion } from '@smart-router/routing';
import { guardPolicy, type FailedRun, type RunEnd } from './guard-policy.js';
import type { PolicyFailure } from './policy-notes.js';

const question = { requestId: 'req_1' } as PolicyQuestion; // the guard reads nothing else of it

const failed = (says: FailedRun['says']): FailedRun => ({
  ...{ ok: false, error: 'timeout', message: 'too late', at: ['route.ts:1:1'], says },
});

function guarded(end: () => RunEnd, mostUnderWay = 1) {
  const told: PolicyFailure[] = [];
  const leaves: (() => void)[] = [];
  const policy = guardPolicy({
    ...{ group: 'default', kind: 'typescript', mostUnderWay },
    notes: { failed: (failure) => told.push(failure), log: () => undefined },
    refusals: { busy: 'full', 'circuit-open': 'left alone' },
    now: () => 0,
    run(_question, leave) {
      leaves.push(leave);
      return Promise.resolve(end());
    },
  });
  return { policy, told, leaves };
}

it('lets nobody in before a place is left, also when its run has answered', async () => {
  const { policy, leaves, told } = guarded(() => ({ ok: true, decision: 7 }));
  expect(await policy.decide(question)).toEqual({ ok: true, decision: 7, durationMs: 0 });
  expect(await policy.decide(question)).toMatchObject({ ok: false, error: 'busy', message: 'full' });
  leaves[0]?.();
  expect(await policy.decide(question)).toMatchObject({ ok: true });
  expect(told).toEqual([]);
});

it.each([
  ['failing', 'circuit-open', 5],
  ['alive', 'timeout', 6],
  ['nothing', 'timeout', 0],
] as const)('after runs that say %s ends with %s, and has told of %d', async (says, error, count) => {
  const { policy, told } = guarded(() => failed(says), 10);
  for (let run = 0; run < 5; run += 1) await policy.decide(question);
  expect(await policy.decide(question)).toMatchObject({ ok: false, error });
  expect(told).toHaveLength(count);
});

it('tells the operator of failures with their place, and of decisions that are none', async () => {
  const { policy, told } = guarded(() => failed('alive'));
  await policy.decide(question);
  policy.noteInvalid('req_2', 'no such target');
  const about = { group: 'default', kind: 'typescript' };
  expect(told).toEqual([
    { ...about, requestId: 'req_1', error: 'timeout', message: 'too late', at: ['route.ts:1:1'] },
    { ...about, requestId: 'req_2', error: 'invalid-decision', message: 'no such target', at: [] },
  ]);
});
