import type { RetryRules } from '@smart-router/config';
import type { Rng, UpstreamClass } from '@smart-router/core';
import { credentialKey, modelKey, type Candidate } from './candidate.js';
import { isContextLength } from './upstream/classify.js';
import type { AttemptFailure } from './upstream/exchange.js';
import { fitsNoTarget, isQuotaBehind } from './upstream/router-words.js';

/** A retry on the same target waits at most this long, drawn at random, so that retries of many callers spread out. */
const maxJitterMs = 250;

/** What is known when an attempt has failed. */
export interface FailedAttempt {
  readonly failed: Candidate;
  readonly failure: AttemptFailure;
  /** Candidates not yet given up, the failed one included. */
  readonly queue: readonly Candidate[];
  /** Attempts so far on the failed target, this one included. */
  readonly triesOfTarget: number;
  readonly attempts: number;
  readonly elapsedMs: number;
  readonly rules: RetryRules;
  readonly rng: Rng;
}

/** Whom to try next and after which pause; an empty queue is the end. */
export interface NextStep {
  readonly queue: readonly Candidate[];
  readonly waitMs: number;
}

const stop: NextStep = { queue: [], waitMs: 0 };

/** Decides what follows a failed attempt: nothing, the same target again, or the next. */
export function nextStep(attempt: FailedAttempt): NextStep {
  if (attempt.attempts >= attempt.rules.maxAttempts) return stop;
  const step = stepsByClass[attempt.failure.errorClass](attempt);
  const tooLate = attempt.elapsedMs + step.waitMs >= attempt.rules.maxElapsedMs;
  return tooLate || step.waitMs > attempt.rules.maxRetryIntervalMs ? stop : step;
}

type StepRule = (attempt: FailedAttempt) => NextStep;

const stepsByClass: Readonly<Record<UpstreamClass, StepRule>> = {
  caller_gone: () => stop,
  caller_fault: afterCallerFault,
  rate_limited: afterRateLimit,
  quota_exhausted: (attempt) => go(without(attempt, isQuotaBehind(attempt.failure.wire) ? modelKey : credentialKey)),
  credential_rejected: (attempt) => go(without(attempt, credentialKey)),
  access_denied: (attempt) => go(without(attempt, modelKey)),
  server_error: sameTargetOnce,
  connect_failed: sameTargetOnce,
  reset: sameTargetOnce,
  overloaded: othersFirst,
  timeout: (attempt) => go(without(attempt, targetId)),
  broken_stream: (attempt) => go(without(attempt, targetId)),
};

/** Wrong for one is wrong for all, but for what another target may have more of: room for a long context, or what a router's group lacked. */
function afterCallerFault(attempt: FailedAttempt): NextStep {
  if (fitsNoTarget(attempt.failure.wire)) return go(without(attempt, targetId));
  return isLongContext(attempt) ? go(attempt.queue.filter((other) => isLarger(other, attempt.failed))) : stop;
}

function sameTargetOnce(attempt: FailedAttempt): NextStep {
  if (attempt.triesOfTarget > attempt.rules.sameTarget) return go(without(attempt, targetId));
  return again(attempt, [attempt.failed, ...others(attempt)]);
}

function othersFirst(attempt: FailedAttempt): NextStep {
  const rest = without(attempt, targetId);
  if (attempt.triesOfTarget > attempt.rules.sameTarget) return go(rest);
  return rest.length === 0 ? again(attempt, [attempt.failed]) : go([...rest, attempt.failed]);
}

/** The same target once more: after what it asks for, and after a moment in any case. */
function again(attempt: FailedAttempt, queue: readonly Candidate[]): NextStep {
  const hintMs = attempt.failure.retryAfterMs ?? 0;
  if (hintMs > maxJitterMs && queue.length > 1) return go(without(attempt, targetId));
  return { queue, waitMs: Math.max(jitter(attempt), hintMs) };
}

/** A short hint is waited out; a longer one only when nobody else is left. */
function afterRateLimit(attempt: FailedAttempt): NextStep {
  const hint = attempt.failure.retryAfterMs;
  const rest = without(attempt, modelKey);
  const waits = hint !== undefined && (rest.length === 0 || hint <= attempt.rules.waitForRetryAfterMs);
  if (!waits || attempt.triesOfTarget > Math.max(1, attempt.rules.sameTarget)) return go(rest);
  return { queue: [attempt.failed, ...rest], waitMs: hint };
}

function isLongContext(attempt: FailedAttempt): boolean {
  return attempt.failure.wire !== undefined && isContextLength(attempt.failure.wire);
}

function isLarger(other: Candidate, failed: Candidate): boolean {
  const limit = failed.target.contextTokens;
  return limit !== undefined && (other.target.contextTokens ?? 0) > limit;
}

const targetId = (candidate: Candidate): string => candidate.target.id;

function without(attempt: FailedAttempt, keyOf: (candidate: Candidate) => string): readonly Candidate[] {
  const given = keyOf(attempt.failed);
  return attempt.queue.filter((candidate) => keyOf(candidate) !== given);
}

function others(attempt: FailedAttempt): readonly Candidate[] {
  return attempt.queue.filter((candidate) => candidate !== attempt.failed);
}

function jitter(attempt: FailedAttempt): number {
  return Math.floor(attempt.rng() * maxJitterMs);
}

function go(queue: readonly Candidate[]): NextStep {
  return { queue, waitMs: 0 };
}
