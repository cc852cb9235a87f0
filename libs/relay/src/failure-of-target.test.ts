import { failureOfTarget } from './failure-of-target.js';
import type { AttemptFailure, Timing } from './upstream/exchange.js';

const timedOut: AttemptFailure = {
  ...{ errorClass: 'timeout', status: 200, wire: undefined, body: undefined, retryAfterMs: undefined },
  ...{ message: 'the time was up', timeoutPhase: 'total' },
};

const classOf = (failure: AttemptFailure | undefined, pausedMs: number) =>
  failureOfTarget(
    { timing: { pausedMs } as Timing }, // nothing else of it is read
    failure,
    {
      timeouts: { connectMs: 1, firstByteMs: 1, firstTokenMs: 1, reasoningFirstTokenMs: 1, idleMs: 1, totalMs: 10_000 },
    },
  )?.errorClass;

it('does not hold it against a target that its caller did not read until the time was up', () => {
  expect(classOf(timedOut, 9_000)).toBe('caller_gone');
});

it.each<[string, AttemptFailure | undefined, number, string | undefined]>([
  ['was slow itself', timedOut, 1_000, 'timeout'],
  ['fell silent', { ...timedOut, timeoutPhase: 'idle' }, 9_000, 'timeout'],
  ['broke off', { ...timedOut, errorClass: 'reset', timeoutPhase: undefined }, 9_000, 'reset'],
  ['served', undefined, 9_000, undefined],
])('leaves it as it is of a target that %s', (_what, failure, pausedMs, expected) => {
  expect(classOf(failure, pausedMs)).toBe(expected);
});
