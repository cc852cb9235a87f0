import { Secret, type Target, type UpstreamClass } from '@smart-router/core';
import type { Candidate } from './candidate.js';
import { nextStep, type FailedAttempt } from './next-step.js';

const rules = {
  maxAttempts: 6,
  sameTarget: 1,
  maxElapsedMs: 60_000,
  maxRetryIntervalMs: 30_000,
  waitForRetryAfterMs: 0,
};

// Only the fields that the rules read are filled in; the test would fail loudly if they read more.
const candidate = (provider: string, credential = 'main', contextTokens = 1000): Candidate => ({
  target: { id: `${provider}/m`, model: 'm', contextTokens, endpoint: { provider } } as unknown as Target,
  credential: { id: credential, key: new Secret('k'), priority: 0, weight: 1, disabled: false },
});

const a = candidate('a');
const b = candidate('b');

function after(
  errorClass: UpstreamClass,
  more: Partial<FailedAttempt> = {},
  failure: Partial<FailedAttempt['failure']> = {},
) {
  return nextStep({
    failed: a,
    failure: {
      errorClass,
      status: undefined,
      wire: undefined,
      body: undefined,
      retryAfterMs: undefined,
      message: '',
      ...failure,
    },
    queue: [a, b],
    triesOfTarget: 1,
    attempts: 1,
    elapsedMs: 10,
    rules,
    rng: () => 0.5,
    ...more,
  });
}

describe('nextStep', () => {
  it('goes on with another target where no target behind a router fitted, and never asks the same again', () => {
    const wire = { ...{ status: 502, type: 'no-eligible-target', code: undefined, param: undefined, message: '' } };
    expect(after('caller_fault', {}, { wire }).queue).toEqual([b]);
  });

  it('asks another group of a router whose providers have no quota left, but not where our own quota is used up', () => {
    const sibling = { ...a, target: { ...a.target, id: 'a/n', model: 'n' } };
    const words = { status: 503, type: 'upstream-quota-exhausted', code: undefined, param: undefined, message: '' };
    const behind = after('quota_exhausted', { queue: [a, sibling, b] }, { wire: words });
    expect(behind.queue).toEqual([sibling, b]);
    const own = { ...words, status: 429, type: 'quota-exhausted' };
    expect(after('quota_exhausted', { queue: [a, sibling, b] }, { wire: own }).queue).toEqual([b]);
  });

  it('never retries what the caller has to correct, nor for a caller that left', () => {
    expect(after('caller_fault').queue).toEqual([]);
    expect(after('caller_gone').queue).toEqual([]);
  });

  it('takes a too long context to a target with a larger one', () => {
    const large = candidate('c', 'main', 5000);
    const wire = { status: 400, type: undefined, code: 'context_length_exceeded', param: undefined, message: '' };
    expect(after('caller_fault', { queue: [a, b, large] }, { wire }).queue).toEqual([large]);
  });

  it('asks the same target once more after a server error, with a short pause, then the next', () => {
    expect(after('server_error')).toEqual({ queue: [a, b], waitMs: 125 });
    expect(after('server_error', { triesOfTarget: 2 })).toEqual({ queue: [b], waitMs: 0 });
  });

  it('never asks a silent route twice', () => {
    expect(after('timeout').queue).toEqual([b]);
    expect(after('timeout', { queue: [a, candidate('a', 'second'), b] }).queue).toEqual([b]);
  });

  it('leaves an overloaded target for the others, and comes back only when none is left', () => {
    expect(after('overloaded')).toEqual({ queue: [b, a], waitMs: 0 });
    expect(after('overloaded', { queue: [a] })).toEqual({ queue: [a], waitMs: 125 });
    expect(after('overloaded', { queue: [a], triesOfTarget: 2 }).queue).toEqual([]);
  });

  it('asks no target again within the time it asked for, whatever it failed with', () => {
    for (const errorClass of ['server_error', 'overloaded'] as const) {
      expect(after(errorClass, { queue: [a] }, { retryAfterMs: 2000 })).toEqual({ queue: [a], waitMs: 2000 });
      expect(after(errorClass, { queue: [a] }, { retryAfterMs: 40_000 }).queue).toEqual([]);
    }
    expect(after('server_error', {}, { retryAfterMs: 2000 })).toEqual({ queue: [b], waitMs: 0 });
  });

  it('gives up every target of a credential that was rejected or is out of quota', () => {
    const other = candidate('a', 'second');
    expect(after('credential_rejected', { queue: [a, other, b] }).queue).toEqual([other, b]);
    expect(after('quota_exhausted', { queue: [a, b] }).queue).toEqual([b]);
  });

  it('goes elsewhere after a rate limit, and waits a hint out only when nobody else is left', () => {
    expect(after('rate_limited', {}, { retryAfterMs: 2000 })).toEqual({ queue: [b], waitMs: 0 });
    expect(after('rate_limited', { queue: [a] }, { retryAfterMs: 2000 })).toEqual({ queue: [a], waitMs: 2000 });
    expect(after('rate_limited', { queue: [a] }).queue).toEqual([]);
  });

  it('waits a short hint out on the same target where the group says so', () => {
    const patient = { ...rules, waitForRetryAfterMs: 3000 };
    expect(after('rate_limited', { rules: patient }, { retryAfterMs: 2000 })).toEqual({ queue: [a, b], waitMs: 2000 });
  });

  it('stops at the bounds of attempts, time and waiting', () => {
    expect(after('server_error', { attempts: 6 }).queue).toEqual([]);
    expect(after('server_error', { elapsedMs: 59_990 }).queue).toEqual([]);
    expect(after('rate_limited', { queue: [a] }, { retryAfterMs: 40_000 }).queue).toEqual([]);
  });
});
