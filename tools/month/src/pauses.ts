import type { AttemptRecord, UpstreamShapeEvent } from '@smart-router/core';
import type { Target } from './models.js';

/** Targets that are left alone for a while after they failed. */
export interface Pauses {
  isPaused(target: Target, at: number): boolean;
  /** The pause that a failure began, if it did. */
  noteFailure(target: Target, at: number, attempt: AttemptRecord): Omit<UpstreamShapeEvent, 'number'> | undefined;
  /** The pause that a success ended, if it did. */
  noteSuccess(target: Target, at: number, attempt: AttemptRecord): Omit<UpstreamShapeEvent, 'number'> | undefined;
}

const firstPauseMs = 1000;
const longestPauseMs = 60_000;

/** Pauses that double from failure to failure. */
export function openPauses(): Pauses {
  const paused = new Map<string, { until: number; failures: number }>();
  const event = (target: Target, at: number, attempt: AttemptRecord) => ({
    ...{ at, bucket: 'model.backoff', waitedMs: undefined, attemptNumber: attempt.number },
    upstream: {
      ...{ target: target.target, provider: target.provider, model: target.model, dialect: target.dialect },
      credentialId: attempt.credentialId,
    },
  });
  return {
    isPaused: (target, at) => (paused.get(target.target)?.until ?? 0) > at,
    noteFailure: (target, at, attempt) => {
      const known = paused.get(target.target) ?? { until: 0, failures: 0 };
      if (known.until > at) return undefined;
      const retryAfterMs = attempt.retryAfterMs ?? Math.min(longestPauseMs, firstPauseMs * 2 ** known.failures);
      paused.set(target.target, { until: at + retryAfterMs, failures: known.failures + 1 });
      return {
        ...{ ...event(target, at, attempt), decision: 'cooldown_started', retryAfterMs },
        ...{ errorClass: attempt.errorClass, probe: false },
      };
    },
    noteSuccess: (target, at, attempt) => {
      if (!paused.has(target.target)) return undefined;
      paused.delete(target.target);
      return {
        ...{ ...event(target, at, attempt), decision: 'cooldown_ended', retryAfterMs: undefined },
        ...{ errorClass: undefined, probe: true },
      };
    },
  };
}
