import { refuse, succeed, type Caller, type CallerLimits, type Result } from '@smart-router/core';
import { limitFault } from './admit.js';
import type { Trip } from './journey-state.js';
import { leaseMs } from './leases.js';

/** A kind of question beside model requests, with limits of its own that are the same for every key. */
export interface ApartKind {
  /** The word the error's bucket starts with. */
  readonly label: string;
  readonly limits: CallerLimits;
}

/**
 * Admits what is no model request: it takes nothing from the requests, tokens and budgets of its key. Its lease is held
 * until {@link endApart}.
 */
export async function admitApart(trip: Trip, caller: Caller, { label, limits }: ApartKind): Promise<Result<undefined>> {
  const { ports, leases } = trip.house;
  const verdict = await ports.limits.admit({
    leaseId: trip.requestId,
    leaseMs,
    subjects: [{ key: `${label}:${caller.keyId}`, label, limits, shape: undefined }],
    inputTokens: 0,
    outputTokens: 0,
    costNanoUsd: 0n,
    nowMs: ports.clock.now(),
  });
  if (verdict.kind === 'refused') return refuse(limitFault(verdict));
  leases.hold('request', trip.requestId);
  return succeed(undefined);
}

/** Ends the admission. Not awaited: a lease that could not be settled expires. */
export function endApart({ house: { ports, leases }, requestId }: Trip): void {
  leases.drop('request', requestId);
  ports.limits
    .settle({ leaseId: requestId, turnId: undefined, actual: undefined, nowMs: ports.clock.now() })
    .catch(() => undefined);
}
