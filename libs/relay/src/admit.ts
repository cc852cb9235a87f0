import { costOf, fault, refuse, succeed, type Fault, type FaultType, type Result } from '@smart-router/core';
import type { AdmissionVerdict, LimitKind } from '@smart-router/traffic-shaping';
import type { ReadyTrip } from './journey-state.js';
import { leaseMs } from './leases.js';

const typesByLimit: Readonly<Record<LimitKind, FaultType>> = {
  rpm: 'rpm-exceeded',
  tpm: 'tpm-exceeded',
  concurrent: 'concurrency-exceeded',
  quota: 'quota-exhausted',
  budget: 'budget-exhausted',
  lifetime: 'key-exhausted',
  shape: 'traffic-shaped',
};

/** Admits a request against all limits of its caller in one call, and holds its lease until it is settled. */
export async function admit(trip: ReadyTrip): Promise<Result<undefined>> {
  const { ports, leases } = trip.house;
  const { caller, catalog, ask } = trip;
  const verdict = await ports.limits.admit({
    leaseId: trip.requestId,
    leaseMs,
    subjects: [
      {
        key: `key:${caller.keyId}`,
        label: 'key',
        limits: caller.limits ?? catalog.defaults.callerLimits,
        shape: caller.shape ?? catalog.defaults.callerShape,
      },
    ],
    inputTokens: ask.facts.estimatedInputTokens,
    outputTokens: trip.outputReservation,
    costNanoUsd: reservedCost(trip),
    nowMs: ports.clock.now(),
  });
  if (verdict.kind === 'refused') return refuse(limitFault(verdict));
  leases.hold('request', trip.requestId);
  return succeed(undefined);
}

/** What the dearest target of the group would cost; counted only where a limit in money exists. */
function reservedCost(trip: ReadyTrip): bigint {
  const limits = trip.caller.limits ?? trip.catalog.defaults.callerLimits;
  const budgets = [limits.day?.costNanoUsd, limits.month?.costNanoUsd, limits.lifetime?.costNanoUsd];
  if (!budgets.some((budget) => budget !== undefined && budget > 0n)) return 0n;
  const tokens = { input: trip.ask.facts.estimatedInputTokens, output: trip.outputReservation };
  const costs = trip.group.targets.map((target) => costOf(tokens, target.prices, 'estimated').costNanoUsd ?? 0n);
  return costs.reduce((dearest, cost) => (cost > dearest ? cost : dearest), 0n);
}

/** The fault of a limit that said no. */
export function limitFault(verdict: Extract<AdmissionVerdict, { kind: 'refused' }>): Fault {
  const wait = verdict.retryAfterMs === undefined ? '' : `; try again in ${Math.ceil(verdict.retryAfterMs)} ms`;
  return fault(typesByLimit[verdict.limit], `the limit ${verdict.bucket} is reached${wait}`, {
    retryAfterMs: verdict.retryAfterMs,
    details: { bucket: verdict.bucket },
  });
}
