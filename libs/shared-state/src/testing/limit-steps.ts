import fc from 'fast-check';
import type { BackoffRules, UpstreamClass } from '@smart-router/core';
import type { LimitSubject, ReservationCandidate, SeedableLimitStore } from '@smart-router/traffic-shaping';

/** One thing done to a store, at a time that never steps back. */
export interface LimitStep {
  readonly gapMs: number;
  /** What it is, as a failing case shows it. */
  readonly kind: string;
  run(store: SeedableLimitStore, nowMs: number): Promise<unknown>;
}

/** Sometimes a limit, mostly none: where all limits stand together, the tightest hides the others. */
const tokenLimit = fc.option(
  fc.integer({ min: 1, max: 12 }).map((number) => number * 100),
  { freq: 2, nil: 0 },
);
const countLimit = fc.option(fc.integer({ min: 1, max: 8 }), { freq: 2, nil: 0 });
const costLimit = fc.option(
  fc.integer({ min: 1, max: 12 }).map((number) => BigInt(number * 1_000)),
  { freq: 2, nil: 0n },
);
const rate = fc.option(fc.constantFrom(0.3, 0.7, 1, 2.5, 33.3, 100), { freq: 2, nil: 0 });
/** So large that some requests fit, and so small that a wrong count shows. */
const someTokens = fc.integer({ min: 4, max: 30 }).map((number) => number * 100);
const someMoney = fc.integer({ min: 4, max: 30 }).map((number) => BigInt(number * 1_000));
const spending = { tokens: someTokens, costNanoUsd: someMoney };

/** Where nothing but what is used up in a period says no. */
const periodsOnly: fc.Arbitrary<LimitSubject['limits']> = fc.record({
  day: fc.record(spending),
  month: fc.record(spending),
  lifetime: fc.constant({}),
});
const quota = fc.record({ requests: countLimit, tokens: tokenLimit, costNanoUsd: costLimit });

/** Any limits together, with most of them absent. */
const anyLimits: fc.Arbitrary<LimitSubject['limits']> = fc.record(
  {
    ...{ rpm: countLimit, tpm: tokenLimit, concurrent: countLimit, day: quota, month: quota },
    lifetime: fc.record({ tokens: tokenLimit, costNanoUsd: costLimit }),
  },
  { requiredKeys: [] },
);

type LimitsKind = 'any' | 'periods-only';

const subject = (key: string, kind: LimitsKind): fc.Arbitrary<LimitSubject> =>
  fc.record({
    key: fc.constant(key),
    label: fc.constant(key.split(':')[0] ?? key),
    softPercent: fc.option(fc.constantFrom(0, 33.3, 50, 80, 100), { nil: undefined }),
    limits: kind === 'periods-only' ? periodsOnly : anyLimits,
    shape:
      kind === 'periods-only'
        ? fc.constant(undefined)
        : fc.option(
            fc.record({
              ...{
                requestStartPerSec: rate,
                requestBurst: countLimit,
                inputTokensPerSec: rate,
                inputTokenBurst: tokenLimit,
              },
              ...{
                outputReservationTokensPerSec: rate,
                totalReservedTokensPerSec: rate,
                totalReservedTokenBurst: tokenLimit,
              },
            }),
            { nil: undefined },
          ),
  });

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
  { modelKey: 'c/main/m', credentialKey: 'c/main', shapes: [], backoff, adaptive: { min: 1, max: 9 } },
  { modelKey: 'c/main/n', credentialKey: 'c/main', shapes: [model], backoff, adaptive: { min: 4, max: 6 } },
];
const standingQuestions = candidates.flatMap(({ credentialKey, adaptive }) =>
  adaptive === undefined ? [] : [{ credentialKey, adaptive }],
);

/** A few ids only, so that they come again while they are still held. */
const id = fc.nat(7).map((number) => `id-${number}`);
const tokens = fc.oneof(
  { weight: 6, arbitrary: fc.nat(4).map((number) => number * 50) },
  { weight: 2, arbitrary: fc.nat(300) },
  { weight: 1, arbitrary: fc.nat(1_500) },
);
const cost = fc.oneof(
  fc.nat(6).map((number) => BigInt(number * 1_000)),
  fc.nat(9_000).map(BigInt),
);
/** Long ones too, so that something is held while a day or a month ends. */
const leaseMs = fc.constantFrom(10_000, 30_000, 30_000, 600_000, 3 * 86_400_000);

/** Mostly now; sometimes granted elsewhere, a while ago. */
const agoMs = fc.option(fc.constantFrom(0, 300, 7_000, 50_000, 90_000, 90_000_000), { freq: 8, nil: undefined });

/** Round gaps, so that moments meet: ends of slots, of leases, of pauses, of days. */
const gap = fc.oneof(
  { weight: 10, arbitrary: fc.constant(0) },
  { weight: 10, arbitrary: fc.nat(8).map((number) => number * 250) },
  { weight: 4, arbitrary: fc.nat(1_500) },
  { weight: 4, arbitrary: fc.nat(7).map((number) => number * 5_000) },
  { weight: 1, arbitrary: fc.nat(2).map((number) => number * 86_400_000) },
);

type Run<Parts> = (store: SeedableLimitStore, parts: Parts, nowMs: number) => Promise<unknown>;

function stepOf<Parts>(kind: string, parts: fc.Arbitrary<Parts>, run: Run<Parts>): fc.Arbitrary<LimitStep> {
  return fc.tuple(gap, parts).map(([gapMs, chosen]) => ({
    gapMs,
    kind: `${kind} ${fc.stringify(chosen)}`,
    run: (store, nowMs) => run(store, chosen, nowMs),
  }));
}

/** Mostly little: where much was used before, everything is refused. */
const used = fc.record({
  requests: fc.constantFrom(0, 0, 0, 1, 4),
  tokens: fc.constantFrom(0, 0, 0, 50, 500),
  costNanoUsd: fc.constantFrom(0n, 0n, 0n, 500n, 5_000n),
});

/** What some of the subjects had used, today or yesterday. */
const pastOf = (subjects: readonly LimitSubject[]) =>
  fc.record({
    agoMs: fc.constantFrom(0, 0, 0, 86_400_000),
    ageMs: fc.constantFrom(0, 0, 200, 5_000),
    sums: fc.tuple(
      ...subjects.map(({ key }) => fc.record({ key: fc.constant(key), day: used, month: used, lifetime: used })),
    ),
    told: fc.array(fc.boolean(), { minLength: subjects.length, maxLength: subjects.length }),
  });

type Past = ReturnType<typeof pastOf> extends fc.Arbitrary<infer Parts> ? Parts : never;

const historyAt = ({ agoMs, ageMs, sums, told }: Past, nowMs: number) => ({
  atMs: nowMs - agoMs,
  ageMs,
  sums: sums.filter((_, index) => told[index]),
});

const knowStep = (subjects: readonly LimitSubject[]) =>
  stepOf(
    'know',
    fc.record({
      past: fc.option(pastOf(subjects), { freq: 2, nil: undefined }),
      asking: fc.record({
        ...{ leaseId: id, leaseMs, inputTokens: tokens, outputTokens: tokens, costNanoUsd: cost },
        subjects: fc.subarray([...subjects], { minLength: 1 }),
      }),
    }),
    (store, { past, asking }, nowMs) =>
      store.admitKnowing({ ...asking, nowMs }, past === undefined ? undefined : historyAt(past, nowMs)),
  );

const raiseStep = (subjects: readonly LimitSubject[]) =>
  stepOf('raise', fc.record({ past: pastOf(subjects), of: fc.subarray([...subjects]) }), (store, { past, of }, nowMs) =>
    store.raise({ subjects: of, history: historyAt(past, nowMs), nowMs }),
  );

const admitStep = (subjects: readonly LimitSubject[]) =>
  stepOf(
    'admit',
    fc.record({
      ...{ leaseId: id, leaseMs, inputTokens: tokens, outputTokens: tokens, costNanoUsd: cost },
      subjects: fc.subarray([...subjects], { minLength: 1 }),
      agoMs,
    }),
    (store, parts, nowMs) => store.admit({ ...parts, nowMs }),
  );

const peekStep = (subjects: readonly LimitSubject[]) =>
  stepOf('peek', fc.record({ subjects: fc.shuffledSubarray([...subjects]) }), (store, parts, nowMs) =>
    store.peek({ ...parts, nowMs }),
  );

const reserveStep = (from: readonly ReservationCandidate[]) =>
  stepOf(
    'reserve',
    fc.record({
      ...{ turnId: id, leaseMs, inputTokens: tokens, outputTokens: tokens },
      candidates: fc.shuffledSubarray([...from], { minLength: 1 }),
      agoMs,
    }),
    (store, parts, nowMs) => store.reserve({ ...parts, nowMs }),
  );

const actual = fc.record({ inputTokens: tokens, outputTokens: tokens, costNanoUsd: cost });
const maybeId = fc.option(id, { nil: undefined });
const settleStep = stepOf(
  'settle',
  fc.record({ leaseId: maybeId, turnId: maybeId, actual: fc.option(actual, { nil: undefined }), agoMs }),
  (store, parts, nowMs) => store.settle({ ...parts, nowMs }),
);

const someIds = fc.array(id, { maxLength: 3 });
const renewStep = stepOf('renew', fc.record({ leaseIds: someIds, turnIds: someIds, leaseMs }), (store, parts, nowMs) =>
  store.renew({ ...parts, nowMs }),
);

const classes: readonly (UpstreamClass | undefined)[] = [
  ...([undefined, 'rate_limited', 'quota_exhausted', 'credential_rejected', 'access_denied'] as const),
  ...(['server_error', 'timeout', 'connect_failed', 'overloaded', 'caller_gone', 'caller_fault'] as const),
];

const reportStep = (from: readonly ReservationCandidate[], errors: readonly (UpstreamClass | undefined)[]) =>
  stepOf(
    'report',
    fc.record({
      turnId: id,
      candidate: fc.constantFrom(...from),
      errorClass: fc.constantFrom(...errors),
      retryAfterMs: fc.option(fc.integer({ min: 1, max: 30_000 }), { nil: undefined }),
    }),
    (store, { candidate: { modelKey, credentialKey, adaptive }, ...rest }, nowMs) =>
      store.report({ ...rest, modelKey, credentialKey, adaptive, backoff, nowMs }),
  );

const standingsStep = stepOf('standings', fc.constant({}), (store, _, nowMs) =>
  store.adaptiveStandings(standingQuestions, nowMs),
);

/** What happens to a store in one run. */
export interface LimitHistory {
  readonly startMs: number;
  readonly steps: readonly LimitStep[];
}

/**
 * Shortly before a day, a month, a leap day or a year ends, so that requests are under way meanwhile. In the future, so
 * that the server's own expiry, which follows its own clock, does not interfere.
 */
const beginnings = [
  Date.UTC(2035, 0, 15, 23, 59),
  ...[Date.UTC(2035, 0, 31), Date.UTC(2035, 1, 28), Date.UTC(2036, 1, 28), Date.UTC(2036, 11, 31)].map(
    (dayMs) => dayMs + 86_395_000,
  ),
];

/**
 * What may happen to a store in one run. Each run has limits of its own, some of the candidates and some of the outcomes:
 * where everything may happen, rare things hardly ever do.
 */
export const limitHistory: fc.Arbitrary<LimitHistory> = fc
  .record({
    subjects: fc
      .constantFrom<LimitsKind>('any', 'any', 'periods-only')
      .chain((kind) => fc.tuple(subject('key:k_1', kind), subject('key:k_2', kind), subject('project:p', kind))),
    startMs: fc.constantFrom(...beginnings),
    from: fc.subarray([...candidates], { minLength: 1 }),
    errors: fc.subarray([...classes], { minLength: 1 }),
    ...{ admits: fc.nat(4), knows: fc.nat(6), reserves: fc.nat(4), settles: fc.nat(3), reports: fc.nat(4) },
  })
  .chain(({ startMs, subjects, from, errors, admits, knows, reserves, settles, reports }) => {
    const step = fc.oneof(
      { weight: admits + 1, arbitrary: admitStep(subjects) },
      { weight: 1, arbitrary: peekStep(subjects) },
      { weight: knows, arbitrary: knowStep(subjects) },
      { weight: knows > 0 ? 1 : 0, arbitrary: raiseStep(subjects) },
      { weight: reserves + 1, arbitrary: reserveStep(from) },
      { weight: settles, arbitrary: settleStep },
      { weight: 1, arbitrary: renewStep },
      { weight: reports, arbitrary: reportStep(from, errors) },
      { weight: 1, arbitrary: standingsStep },
    );
    return fc.record({
      startMs: fc.constant(startMs),
      steps: fc.array(step, { minLength: 40, maxLength: 120, size: 'max' }),
    });
  });
