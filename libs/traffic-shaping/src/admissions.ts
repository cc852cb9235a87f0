import type { CallerLimit } from './caller-limit.js';
import { callerLimits } from './caller-limits.js';
import { createLeaseSet, type Lease } from './lease-set.js';
import { retryAfter, type Claim } from './limit.js';
import { limitUses, softWarnings } from './limit-uses.js';
import type {
  AdmissionRequest,
  AdmissionVerdict,
  LimitSubject,
  PeekAnswer,
  PeekRequest,
  Settlement,
} from './limit-store.js';
import { hasUnseen, raiseAll, seed } from './period-history.js';
import type { LimitHistory } from './seedable-limit-store.js';
import {
  createSubjectState,
  expireHold,
  holdOf,
  noAmounts,
  settleHold,
  type Amounts,
  type SubjectHold,
  type SubjectState,
} from './subject-state.js';
import { createSweptMap } from './swept-map.js';

/** Requests under way, and what is counted for those who sent them. */
export interface Admissions {
  admit(request: AdmissionRequest, nowMs: number): AdmissionVerdict;
  peek(request: PeekRequest, nowMs: number): PeekAnswer;
  /** Whether nobody has told what was used of a quota before. */
  isUnseen(request: AdmissionRequest, nowMs: number): boolean;
  /** Counts on from a history where nobody has told of one. */
  seed(asking: readonly LimitSubject[], history: LimitHistory, nowMs: number): void;
  raise(asking: readonly LimitSubject[], history: LimitHistory, nowMs: number): void;
  settle(leaseId: string, end: Pick<Settlement, 'actual' | 'agoMs'>, nowMs: number): void;
  renew(leaseIds: readonly string[], leaseMs: number, nowMs: number): void;
}

interface RequestLease extends Lease {
  readonly reserved: Amounts;
  readonly holds: readonly SubjectHold[];
}

/** A subject with what is counted for it. */
interface Seat {
  readonly subject: LimitSubject;
  readonly state: SubjectState;
}

interface Refusal {
  readonly limit: CallerLimit;
  readonly subject: LimitSubject;
  readonly waitMs: number;
}

const admitted: AdmissionVerdict = { kind: 'admitted' };

/** Admissions in memory, with nobody under way. */
export function createAdmissions(maxEntries: number): Admissions {
  const subjects = createSweptMap<SubjectState>(
    maxEntries,
    (state, nowMs) => state.inFlight === 0 && nowMs >= state.neededUntilMs,
  );
  const leases = createLeaseSet<RequestLease>();

  const stateOf = (subject: LimitSubject): SubjectState => {
    const known = subjects.get(subject.key);
    if (known !== undefined) return known;
    const state = createSubjectState();
    subjects.set(subject.key, state);
    return state;
  };
  const lose = (lease: RequestLease): void => lease.holds.forEach((hold) => expireHold(hold, lease.reserved));

  return {
    admit(request, nowMs) {
      subjects.sweep(nowMs);
      leases.expire(nowMs, lose);
      const repeated = leases.remove(request.leaseId);
      if (repeated !== undefined && request.agoMs !== undefined) {
        leases.add({ ...repeated, expiresAtMs: nowMs + request.leaseMs }, request.leaseMs);
        return admitted; // it was counted when it was told before
      }
      if (repeated !== undefined) end(repeated, noAmounts, undefined);
      const claim = claimOf(request, nowMs);
      const seats = request.subjects.map((subject) => ({ subject, state: stateOf(subject) }));
      const refusal = claim.grantedMs !== undefined ? undefined : worstRefusal(seats, claim);
      if (refusal !== undefined) return refusedBy(refusal);
      const expiresAtMs = nowMs + request.leaseMs;
      leases.add({ id: request.leaseId, expiresAtMs, ...take(seats, claim) }, request.leaseMs);
      return claim.grantedMs === undefined ? admittedWith(seats, nowMs) : admitted;
    },
    peek(request, nowMs) {
      leases.expire(nowMs, lose);
      const uses = request.subjects.map((subject) => {
        const state = subjects.get(subject.key) ?? createSubjectState();
        return { key: subject.key, label: subject.label, uses: limitUses(subject, state, nowMs) };
      });
      return { degraded: false, subjects: uses };
    },
    isUnseen: ({ subjects: asking }, nowMs) =>
      asking.some(({ key, limits }) => hasUnseen(subjects.get(key) ?? createSubjectState(), limits, nowMs)),
    seed(asking, { atMs, ageMs, sums }, nowMs) {
      for (const subject of asking) {
        const used = sums.find(({ key }) => key === subject.key);
        if (used !== undefined)
          seed(stateOf(subject), subject.limits, { past: { atMs, untilMs: nowMs - ageMs, used }, nowMs });
      }
    },
    raise(asking, { atMs, ageMs, sums }, nowMs) {
      for (const subject of asking) {
        const used = sums.find(({ key }) => key === subject.key);
        if (used === undefined) continue;
        const past = { atMs, untilMs: nowMs - ageMs, used };
        seed(stateOf(subject), subject.limits, { past, nowMs });
        raiseAll(stateOf(subject), past);
      }
    },
    settle(leaseId, { actual, agoMs }, nowMs) {
      leases.expire(nowMs, lose);
      const lease = leases.remove(leaseId);
      const endedMs = agoMs === undefined ? undefined : nowMs - agoMs;
      if (lease !== undefined) end(lease, actual === undefined ? noAmounts : amountsOf(actual), endedMs);
    },
    renew(leaseIds, leaseMs, nowMs) {
      leases.expire(nowMs, lose);
      for (const leaseId of leaseIds) leases.renew(leaseId, leaseMs, nowMs);
    },
  };
}

function claimOf(request: AdmissionRequest, nowMs: number): Claim {
  const { inputTokens, outputTokens, costNanoUsd, agoMs } = request;
  const totalTokens = inputTokens + outputTokens;
  const grantedMs = agoMs === undefined ? undefined : nowMs - agoMs;
  return { nowMs, grantedMs, requests: 1, inputTokens, outputTokens, totalTokens, costNanoUsd };
}

/** The refusal with the longest wait, so that whoever waits it out is not refused by another. */
function worstRefusal(seats: readonly Seat[], claim: Claim): Refusal | undefined {
  let worst: Refusal | undefined;
  for (const { subject, state } of seats) {
    for (const limit of callerLimits) {
      const waitMs = limit.waitMs(state, subject, claim);
      if (waitMs > (worst?.waitMs ?? 0)) worst = { limit, subject, waitMs };
    }
  }
  return worst;
}

function take(seats: readonly Seat[], claim: Claim): Omit<RequestLease, keyof Lease> {
  const holds = seats.map(({ subject, state }) => {
    for (const limit of callerLimits) limit.take(state, subject, claim);
    return holdOf(state, subject.limits, claim);
  });
  return { reserved: { tokens: claim.totalTokens, costNanoUsd: claim.costNanoUsd }, holds };
}

function end({ holds, reserved }: RequestLease, used: Amounts, endedMs: number | undefined): void {
  for (const hold of holds) settleHold(hold, { reserved, used, endedMs });
}

function amountsOf(actual: NonNullable<Settlement['actual']>): Amounts {
  return { tokens: actual.inputTokens + actual.outputTokens, costNanoUsd: actual.costNanoUsd };
}

function admittedWith(seats: readonly Seat[], nowMs: number): AdmissionVerdict {
  const warnings = seats.flatMap(({ subject, state }) => softWarnings(subject, state, nowMs));
  return warnings.length === 0 ? admitted : { kind: 'admitted', warnings };
}

function refusedBy({ limit, subject, waitMs }: Refusal): AdmissionVerdict {
  const bucket = `${subject.label}.${limit.bucket}`;
  return { kind: 'refused', limit: limit.kind, bucket, retryAfterMs: retryAfter(waitMs) };
}
