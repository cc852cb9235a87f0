import type { ScopedShape } from '@smart-router/core';
import type { AdaptiveLimits, AdaptiveSeat } from './adaptive-limits.js';
import type { Circuits } from './circuits.js';
import { createLeaseSet, type Lease } from './lease-set.js';
import { retryAfter, type Claim } from './limit.js';
import type {
  AdaptiveQuestion,
  AdaptiveStanding,
  LookRequest,
  OutcomeReport,
  ReservationCandidate,
  ReservationRequest,
  ReservationVerdict,
  Skip,
} from './limit-store.js';
import { signsOfRoom } from './outcome-effects.js';
import { createSweptMap } from './swept-map.js';
import { createScopeState, upstreamLimits, type ScopeState } from './upstream-limits.js';

/** Attempts under way, and what is counted for the upstreams they went to. */
export interface Turns {
  reserve(request: ReservationRequest, nowMs: number): ReservationVerdict;
  look(request: LookRequest, nowMs: number): readonly Skip[];
  settle(turnId: string, nowMs: number): void;
  renew(turnIds: readonly string[], leaseMs: number, nowMs: number): void;
  /** An adaptive limit learns from the outcome of a turn that it still counts. */
  report(report: OutcomeReport, nowMs: number): void;
  standings(questions: readonly AdaptiveQuestion[], nowMs: number): readonly AdaptiveStanding[];
}

interface TurnLease extends Lease {
  readonly startedAtMs: number;
  readonly candidate: ReservationCandidate;
  readonly seats: readonly Seat[];
  readonly adaptive: AdaptiveSeat | undefined;
}

/** The parts of which turns ask elsewhere whether there is room. */
export interface TurnParts {
  readonly circuits: Circuits;
  readonly adaptiveLimits: AdaptiveLimits;
}

/** A shape with what is counted for its scope. */
interface Seat {
  readonly scoped: ScopedShape;
  readonly state: ScopeState;
}

/** A candidate in its plan. */
interface Place {
  readonly request: ReservationRequest;
  readonly index: number;
  readonly candidate: ReservationCandidate;
}

/** Turns in memory, with none under way. */
export function createTurns(maxEntries: number, { circuits, adaptiveLimits }: TurnParts): Turns {
  const scopes = createSweptMap<ScopeState>(
    maxEntries,
    (state, nowMs) => state.inFlight === 0 && nowMs >= state.neededUntilMs,
  );
  const leases = createLeaseSet<TurnLease>();

  const seatOf = (scoped: ScopedShape): Seat => {
    const known = scopes.get(scoped.key);
    const state = known ?? createScopeState();
    if (known === undefined) scopes.set(scoped.key, state);
    return { scoped, state };
  };
  const release = (lease: TurnLease): void => {
    for (const { state } of lease.seats) state.inFlight -= 1;
    if (lease.adaptive !== undefined) adaptiveLimits.end(lease.adaptive);
    circuits.end(lease.candidate, lease.id);
  };
  /** The lease of a candidate that has room, or why it is passed over. */
  const tryOne = ({ request, index, candidate }: Place, claim: Claim): TurnLease | Skip => {
    const asked = claim.grantedMs === undefined;
    const hold = asked ? circuits.holdOn(candidate, claim.nowMs) : undefined;
    if (hold !== undefined) return { index, reason: 'backoff', bucket: hold.bucket, retryAfterMs: hold.waitMs };
    const seats = candidate.shapes.map(seatOf);
    const adaptive = adaptiveSeatOf(candidate, claim.nowMs);
    const throttle = asked ? throttleOf(seats, adaptive, claim) : undefined;
    if (throttle !== undefined) return { index, reason: 'throttled', ...throttle };
    const { turnId: id, leaseMs } = request;
    const startedAtMs = claim.grantedMs ?? claim.nowMs;
    return { id, expiresAtMs: claim.nowMs + leaseMs, startedAtMs, candidate, seats, adaptive };
  };
  const throttleOf = (seats: readonly Seat[], adaptive: AdaptiveSeat | undefined, claim: Claim) =>
    worse(longestThrottle(seats, claim), adaptive !== undefined && adaptiveLimits.isFull(adaptive));
  const adaptiveSeatOf = ({ credentialKey, adaptive }: ReservationCandidate, nowMs: number) =>
    adaptive && adaptiveLimits.seatOf({ credentialKey, adaptive }, nowMs);
  const start = (lease: TurnLease, leaseMs: number, claim: Claim): boolean => {
    for (const { scoped, state } of lease.seats) {
      for (const limit of upstreamLimits) limit.take(state, scoped.shape, claim);
    }
    if (lease.adaptive !== undefined) adaptiveLimits.start(lease.adaptive, claim.nowMs);
    leases.add(lease, leaseMs);
    return claim.grantedMs === undefined && circuits.start(lease.candidate, lease.id, claim.nowMs);
  };

  return {
    reserve(request, nowMs) {
      scopes.sweep(nowMs);
      adaptiveLimits.sweep(nowMs);
      leases.expire(nowMs, release);
      const repeated = leases.remove(request.turnId);
      if (repeated !== undefined) release(repeated);
      const claim = claimOf(request, nowMs);
      const skipped: Skip[] = [];
      for (const [index, candidate] of request.candidates.entries()) {
        const tried = tryOne({ request, index, candidate }, claim);
        if ('seats' in tried) return { kind: 'reserved', index, probe: start(tried, request.leaseMs, claim), skipped };
        skipped.push(tried);
      }
      return { kind: 'none', skipped, retryAfterMs: soonest(skipped) };
    },
    look(looked, nowMs) {
      leases.expire(nowMs, release);
      const request = { ...looked, turnId: '', leaseMs: 0 };
      const claim = claimOf(request, nowMs);
      return request.candidates.flatMap((candidate, index) => {
        const tried = tryOne({ request, index, candidate }, claim);
        return 'seats' in tried ? [] : [tried];
      });
    },
    settle(turnId, nowMs) {
      leases.expire(nowMs, release);
      const lease = leases.remove(turnId);
      if (lease !== undefined) release(lease);
    },
    renew(turnIds, leaseMs, nowMs) {
      leases.expire(nowMs, release);
      for (const turnId of turnIds) leases.renew(turnId, leaseMs, nowMs);
    },
    report({ turnId, adaptive, errorClass }, nowMs) {
      if (adaptive === undefined) return;
      leases.expire(nowMs, release);
      const lease = leases.get(turnId);
      if (lease?.adaptive === undefined) return;
      const { startedAtMs } = lease;
      adaptiveLimits.learn(lease.adaptive, { sign: signsOfRoom[errorClass ?? 'success'], startedAtMs, nowMs });
    },
    standings(questions, nowMs) {
      leases.expire(nowMs, release);
      return questions.map((question) => adaptiveLimits.standing(question, nowMs));
    },
  };
}

function claimOf(request: ReservationRequest, nowMs: number): Claim {
  const { inputTokens, outputTokens, agoMs } = request;
  const totalTokens = inputTokens + outputTokens;
  const grantedMs = agoMs === undefined ? undefined : nowMs - agoMs;
  return { nowMs, grantedMs, requests: 1, inputTokens, outputTokens, totalTokens, costNanoUsd: 0n };
}

/** The bucket with the longest wait; `undefined` when all shapes have room. */
function longestThrottle(seats: readonly Seat[], claim: Claim): Throttle | undefined {
  let longestMs = 0;
  let bucket = '';
  for (const { scoped, state } of seats) {
    for (const limit of upstreamLimits) {
      const waitMs = limit.waitMs(state, scoped.shape, claim);
      if (waitMs <= longestMs) continue;
      longestMs = waitMs;
      bucket = `${scoped.scope}.${limit.bucket}`;
    }
  }
  return longestMs === 0 ? undefined : { bucket, retryAfterMs: retryAfter(longestMs) };
}

type Throttle = Pick<Skip, 'bucket' | 'retryAfterMs'>;

/** A full adaptive limit waits for an answer, nobody knows how long: only another unknown wait is as long. */
function worse(throttle: Throttle | undefined, adaptiveIsFull: boolean): Throttle | undefined {
  if (!adaptiveIsFull || (throttle !== undefined && throttle.retryAfterMs === undefined)) return throttle;
  return { bucket: 'credential.adaptive_concurrency', retryAfterMs: undefined };
}

function soonest(skipped: readonly Skip[]): number | undefined {
  return retryAfter(Math.min(...skipped.map((skip) => skip.retryAfterMs ?? Infinity)));
}
