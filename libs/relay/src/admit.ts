import { costOf, fault, refuse, succeed, type Fault, type FaultType, type Result } from '@smart-router/core';
import { shapeRates, type AdmissionVerdict, type LimitKind, type LimitSubject } from '@smart-router/traffic-shaping';
import { callerGone } from './caller-gone.js';
import type { ReadyTrip } from './journey-state.js';
import { leaseMs } from './leases.js';
import { placeHintMs } from './place-hint.js';
import { limitSubjects } from './limit-subjects.js';
import { admissionPassage } from './lines/admission-passage.js';
import type { Refusal } from './lines/line.js';
import { passLines, type Passed } from './lines/pass-lines.js';
import { stayWords } from './lines/stay-words.js';

const typesByLimit: Readonly<Record<LimitKind, FaultType>> = {
  rpm: 'rpm-exceeded',
  tpm: 'tpm-exceeded',
  concurrent: 'concurrency-exceeded',
  quota: 'quota-exhausted',
  budget: 'budget-exhausted',
  lifetime: 'key-exhausted',
  shape: 'traffic-shaped',
};

/**
 * Admits a request against all limits of its key and its owners in one call, and holds its lease until it is settled. Who
 * comes too fast waits where its shape has a queue.
 */
export async function admit(trip: ReadyTrip): Promise<Result<undefined>> {
  const { leases } = trip.house;
  const { caller, catalog, ask } = trip;
  const subjects = limitSubjects(caller, catalog.defaults);
  const passage = admissionPassage(trip, {
    leaseId: trip.requestId,
    leaseMs,
    subjects,
    inputTokens: ask.facts.estimatedInputTokens,
    outputTokens: trip.outputReservation,
    costNanoUsd: subjects.some(hasBudget) ? dearestCost(trip) : 0n,
    nowMs: undefined,
  });
  const passed = await passLines(trip, passage);
  const refusal = refusalOf(trip, passed);
  if (refusal !== undefined) return refuse(refusal);
  if (subjects.some(isSmoothed)) trip.evidence.noteCaller({ decision: 'admitted' });
  if (passed.kind === 'answered') tellOfWarnings(trip, passed.answer);
  leases.hold('request', trip.requestId);
  return succeed(undefined);
}

/** Why a request is not let in, noted for the ledger; `undefined` when it is. */
function refusalOf(trip: ReadyTrip, passed: Passed<AdmissionVerdict>): Fault | undefined {
  if (passed.kind === 'answered') {
    if (passed.answer.kind === 'admitted') return undefined;
    noteRejected(trip, passed.answer);
    return limitFault(passed.answer);
  }
  if (passed.left.kind === 'gone') return callerGone;
  noteRejected(trip, passed.left);
  return queueFault(passed);
}

function noteRejected(trip: ReadyTrip, { bucket, retryAfterMs }: Refusal): void {
  trip.evidence.noteCaller({ decision: 'rejected', bucket, retryAfterMs });
}

function tellOfWarnings(trip: ReadyTrip, verdict: AdmissionVerdict): void {
  if (verdict.kind !== 'admitted' || verdict.warnings === undefined) return;
  trip.house.ports.observe?.({ kind: 'soft-limits-passed', requestId: trip.requestId, buckets: verdict.warnings });
}

/** Whether money is counted for a subject. */
function hasBudget({ limits: { day, month, lifetime } }: LimitSubject): boolean {
  return [day, month, lifetime].some((quota) => quota?.costNanoUsd !== undefined && quota.costNanoUsd > 0n);
}

/**
 * Whether rates had to have room for the request. A yes of rates is evidence, a yes of hard limits is what the usage row
 * says anyway.
 */
function isSmoothed({ shape }: LimitSubject): boolean {
  return shape !== undefined && shapeRates(shape).length > 0;
}

/** What the dearest target of the group would cost. */
function dearestCost({ ask, group, outputReservation }: ReadyTrip): bigint {
  const { estimatedInputTokens: input, imageCount: images } = ask.facts;
  const tokens = { input, output: outputReservation, images };
  const costs = group.targets.map((target) => costOf(tokens, target.prices, 'estimated').costNanoUsd ?? 0n);
  return costs.reduce((dearest, cost) => (cost > dearest ? cost : dearest), 0n);
}

/** The fault of one that a queue had no room or no turn for. */
function queueFault(passed: Extract<Passed<unknown>, { readonly kind: 'left' }>): Fault {
  const { bucket, retryAfterMs } = passed.left;
  return fault('traffic-shaped', `the limit ${bucket} is reached; ${stayWords(passed)}`, {
    retryAfterMs,
    details: { bucket },
  });
}

/** The fault of a limit that said no. */
export function limitFault(verdict: Extract<AdmissionVerdict, { kind: 'refused' }>): Fault {
  const retryAfterMs = verdict.retryAfterMs ?? (verdict.limit === 'concurrent' ? placeHintMs : undefined);
  const wait = retryAfterMs === undefined ? '' : `; try again in ${Math.ceil(retryAfterMs)} ms`;
  return fault(typesByLimit[verdict.limit], `the limit ${verdict.bucket} is reached${wait}`, {
    retryAfterMs,
    details: { bucket: verdict.bucket },
  });
}
