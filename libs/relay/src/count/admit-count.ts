import { refuse, succeed, type Caller, type CallerLimits, type Result } from '@smart-router/core';
import { limitFault } from '../admit.js';
import type { Trip } from '../journey-state.js';
import { leaseMs } from '../leases.js';

/**
 * Counts have limits of their own, the same for every key: they take nothing from its requests, tokens and budgets, and
 * nobody makes the router work without end. Claude Code sends 25 at once to draw one view of its context.
 */
const countLimits: CallerLimits = { rpm: 1200, concurrent: 100 };

/** Admits a request to count before its body is read, for reading is most of the work. Its lease is held until {@link endCount}. */
export async function admitCount(trip: Trip, caller: Caller): Promise<Result<undefined>> {
  const { ports, leases } = trip.house;
  const verdict = await ports.limits.admit({
    leaseId: trip.requestId,
    leaseMs,
    subjects: [{ key: `count:${caller.keyId}`, label: 'count', limits: countLimits, shape: undefined }],
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
export function endCount({ house: { ports, leases }, requestId }: Trip): void {
  leases.drop('request', requestId);
  ports.limits
    .settle({ leaseId: requestId, turnId: undefined, actual: undefined, nowMs: ports.clock.now() })
    .catch(() => undefined);
}
