import type { BackoffRules, CallerLimits, CallerShape, ScopedShape, UpstreamShape } from '@smart-router/core';
import type {
  AdmissionRequest,
  AdmissionVerdict,
  LimitSubject,
  OutcomeReport,
  ReservationCandidate,
  ReservationRequest,
} from './limit-store.js';
import type { SeedableLimitStore } from './seedable-limit-store.js';

/** A fresh store that nothing was counted in. Laws pass their own time with every call. */
export type CreateStore = () => SeedableLimitStore | Promise<SeedableLimitStore>;

/** The laws' time begins at 2035-01-15T00:00:00Z: in the future, so that a server's own expiry does not interfere. */
export const startMs = 2_052_432_000_000;

/** How long a law's leases last. */
export const leaseMs = 30_000;

/** A subject with these limits alone. */
export function subjectWith(limits: CallerLimits, shape?: CallerShape): LimitSubject {
  return { key: 'key:k_1', label: 'key', limits, shape };
}

/** A request of one subject that asks for nothing but itself. */
export function request(
  subject: LimitSubject,
  parts: Partial<AdmissionRequest> & { readonly nowMs: number },
): AdmissionRequest {
  return { leaseId: 'lease', leaseMs, subjects: [subject], inputTokens: 0, outputTokens: 0, costNanoUsd: 0n, ...parts };
}

/** How long a refusal asks to wait; `undefined` when it cannot say, 0 for an admission. */
export function waitOf(verdict: AdmissionVerdict): number | undefined {
  return verdict.kind === 'admitted' ? 0 : verdict.retryAfterMs;
}

/** The rules the laws of backoff run under. */
export const rules: BackoffRules = {
  hintMaxMs: 600_000,
  rateLimit: { minMs: 1_000, maxMs: 60_000, multiplier: 2, honorRetryAfter: true },
  quota: { minMs: 30_000, maxMs: 600_000, multiplier: 2, honorRetryAfter: true },
  failure: { threshold: 3, windowMs: 30_000, minMs: 2_000, maxMs: 30_000, multiplier: 2 },
};

/** A candidate named by its credential and model. */
export function candidate(
  credential: string,
  model: string,
  shapes: readonly ScopedShape[] = [],
): ReservationCandidate {
  return { modelKey: `${credential}/${model}`, credentialKey: credential, shapes, backoff: rules };
}

/** A provider's shape. */
export function providerShape(shape: UpstreamShape, name = 'openai'): ScopedShape {
  return { scope: 'provider', key: `provider:${name}`, shape };
}

/** A plan over these candidates. */
export function plan(
  candidates: readonly ReservationCandidate[],
  parts: Partial<ReservationRequest> & { readonly nowMs: number },
): ReservationRequest {
  return { turnId: 'turn', leaseMs, candidates, inputTokens: 0, outputTokens: 0, ...parts };
}

/** The outcome of a turn at a candidate. */
export function outcome(
  at: ReservationCandidate,
  parts: Partial<OutcomeReport> & { readonly nowMs: number },
): OutcomeReport {
  const { modelKey, credentialKey, backoff } = at;
  return { turnId: 'turn', modelKey, credentialKey, backoff, errorClass: undefined, retryAfterMs: undefined, ...parts };
}
