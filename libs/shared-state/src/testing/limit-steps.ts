import fc from 'fast-check';
import type { BackoffRules, UpstreamClass } from '@smart-router/core';
import type { LimitStore, LimitSubject, ReservationCandidate } from '@smart-router/traffic-shaping';

/** One thing done to a store, at a time that never steps back. */
export interface LimitStep {
  readonly gapMs: number;
  /** What it is, as a failing case shows it. */
  readonly kind: string;
  run(store: LimitStore, nowMs: number): Promise<unknown>;
}

const subjects: readonly LimitSubject[] = [
  {
    key: 'key:k_1',
    label: 'key',
    limits: { rpm: 5, tpm: 700, concurrent: 3, day: { requests: 60, tokens: 9_000, costNanoUsd: 80_000n } },
    shape: { requestStartPerSec: 0.7, requestBurst: 3, outputReservationTokensPerSec: 33.3 },
  },
  {
    key: 'key:k_2',
    label: 'key',
    limits: { tpm: 900, month: { tokens: 12_000, costNanoUsd: 150_000n, requests: 90 }, lifetime: { tokens: 30_000 } },
    shape: undefined,
  },
  {
    key: 'project:p',
    label: 'project',
    limits: { rpm: 9, lifetime: { costNanoUsd: 900_000n } },
    shape: { inputTokensPerSec: 40, inputTokenBurst: 300, totalReservedTokensPerSec: 90, totalReservedTokenBurst: 500 },
  },
];

const backoff: BackoffRules = {
  hintMaxMs: 20_000,
  rateLimit: { minMs: 700, maxMs: 9_000, multiplier: 1.7, honorRetryAfter: true },
  quota: { minMs: 3_000, maxMs: 40_000, multiplier: 2, honorRetryAfter: false },
  failure: { threshold: 3, windowMs: 6_000, minMs: 900, maxMs: 8_000, multiplier: 1.3 },
};

const provider = { scope: 'provider', key: 'provider:a', shape: { requestStartPerSec: 2.5, concurrent: 4 } } as const;
const model = { scope: 'model', key: 'model:m', shape: { totalReservedTokensPerSec: 55.5, concurrent: 2 } } as const;
const slow = { scope: 'target', key: 'target:s', shape: { inputTokensPerSec: 20, inputTokenBurst: 100 } } as const;

const candidates: readonly ReservationCandidate[] = [
  { modelKey: 'a/main/m', credentialKey: 'a/main', shapes: [provider, model], backoff },
  { modelKey: 'a/main/n', credentialKey: 'a/main', shapes: [provider, slow], backoff },
  { modelKey: 'b/main/m', credentialKey: 'b/main', shapes: [slow], backoff },
];

/** A few ids only, so that they come again while they are still held. */
const id = fc.nat(7).map((number) => `id-${number}`);
const tokens = fc.oneof({ weight: 6, arbitrary: fc.nat(120) }, { weight: 1, arbitrary: fc.nat(1_500) });
const gap = fc.oneof(
  { weight: 20, arbitrary: fc.nat(1_500) },
  { weight: 5, arbitrary: fc.nat(35_000) },
  { weight: 1, arbitrary: fc.nat(15 * 86_400_000) },
);
const leaseMs = fc.constantFrom(10_000, 30_000);

function stepOf<Parts>(
  kind: string,
  parts: fc.Arbitrary<Parts>,
  run: (store: LimitStore, parts: Parts, nowMs: number) => Promise<unknown>,
) {
  return fc.tuple(gap, parts).map(([gapMs, chosen]): LimitStep => ({
    gapMs,
    kind: `${kind} ${fc.stringify(chosen)}`,
    run: (store, nowMs) => run(store, chosen, nowMs),
  }));
}

const admitStep = stepOf(
  'admit',
  fc.record({
    leaseId: id,
    leaseMs,
    subjects: fc.subarray([...subjects], { minLength: 1 }),
    inputTokens: tokens,
    outputTokens: tokens,
    costNanoUsd: fc.nat(9_000).map(BigInt),
  }),
  (store, parts, nowMs) => store.admit({ ...parts, nowMs }),
);

const reserveStep = stepOf(
  'reserve',
  fc.record({
    turnId: id,
    leaseMs,
    candidates: fc.shuffledSubarray([...candidates], { minLength: 1 }),
    inputTokens: tokens,
    outputTokens: tokens,
  }),
  (store, parts, nowMs) => store.reserve({ ...parts, nowMs }),
);

const settleStep = stepOf(
  'settle',
  fc.record({
    leaseId: fc.option(id, { nil: undefined }),
    turnId: fc.option(id, { nil: undefined }),
    actual: fc.option(
      fc.record({ inputTokens: tokens, outputTokens: tokens, costNanoUsd: fc.nat(12_000).map(BigInt) }),
      { nil: undefined },
    ),
  }),
  (store, parts, nowMs) => store.settle({ ...parts, nowMs }),
);

const renewStep = stepOf(
  'renew',
  fc.record({ leaseIds: fc.array(id, { maxLength: 3 }), turnIds: fc.array(id, { maxLength: 3 }), leaseMs }),
  (store, parts, nowMs) => store.renew({ ...parts, nowMs }),
);

const classes: readonly (UpstreamClass | undefined)[] = [
  ...([
    undefined,
    undefined,
    undefined,
    'rate_limited',
    'quota_exhausted',
    'credential_rejected',
    'access_denied',
  ] as const),
  ...(['server_error', 'timeout', 'connect_failed', 'caller_gone', 'caller_fault'] as const),
];

const reportStep = stepOf(
  'report',
  fc.record({
    turnId: id,
    candidate: fc.constantFrom(...candidates),
    errorClass: fc.constantFrom(...classes),
    retryAfterMs: fc.option(fc.integer({ min: 1, max: 30_000 }), { nil: undefined }),
  }),
  (store, { candidate, ...rest }, nowMs) => {
    const { modelKey, credentialKey } = candidate;
    return store.report({ ...rest, modelKey, credentialKey, backoff, nowMs });
  },
);

/** Anything that may happen to a store. */
export const limitStep: fc.Arbitrary<LimitStep> = fc.oneof(
  { weight: 5, arbitrary: admitStep },
  { weight: 5, arbitrary: reserveStep },
  { weight: 4, arbitrary: settleStep },
  { weight: 1, arbitrary: renewStep },
  { weight: 2, arbitrary: reportStep },
);
