import type {
  AdaptiveConcurrency,
  CallerLimits,
  CallerShape,
  Quota,
  UpstreamShape,
  UsedAmounts,
} from '@smart-router/core';
import type {
  AdmissionRequest,
  LimitHistory,
  LimitSubject,
  PeekRequest,
  ReservationRequest,
} from '@smart-router/traffic-shaping';

/** A request against this replica's share of every limit: the limit divided by the replicas, and at least 1. */
export function shareOfAdmission(request: AdmissionRequest, replicas: number): AdmissionRequest {
  if (replicas <= 1) return request;
  return { ...request, subjects: request.subjects.map((subject) => shareOfSubject(subject, replicas)) };
}

/** The same look at this replica's share. */
export function shareOfPeek(request: PeekRequest, replicas: number): PeekRequest {
  if (replicas <= 1) return request;
  return { ...request, subjects: request.subjects.map((subject) => shareOfSubject(subject, replicas)) };
}

/** This replica's share of what was used, so that it has its share of what is left. */
export function shareOfHistory(history: LimitHistory, replicas: number): LimitHistory {
  if (replicas <= 1) return history;
  const share = ({ requests, tokens, costNanoUsd }: UsedAmounts): UsedAmounts => ({
    requests: Math.ceil(requests / replicas),
    tokens: Math.ceil(tokens / replicas),
    costNanoUsd: (costNanoUsd + BigInt(replicas) - 1n) / BigInt(replicas),
  });
  const sums = history.sums.map(({ key, day, month, lifetime }) => ({
    ...{ key, day: share(day), month: share(month), lifetime: share(lifetime) },
  }));
  return { ...history, sums };
}

/** A plan against this replica's share of the upstreams' shapes. */
export function shareOfReservation(request: ReservationRequest, replicas: number): ReservationRequest {
  if (replicas <= 1) return request;
  const candidates = request.candidates.map((candidate) => ({
    ...candidate,
    shapes: candidate.shapes.map((scoped) => ({ ...scoped, shape: shareOfUpstream(scoped.shape, replicas) })),
    adaptive: candidate.adaptive && shareOfAdaptive(candidate.adaptive, replicas),
  }));
  return { ...request, candidates };
}

function shareOfSubject(subject: LimitSubject, replicas: number): LimitSubject {
  const shape = subject.shape && shareOfShape(subject.shape, replicas);
  return { ...subject, limits: shareOfLimits(subject.limits, replicas), shape };
}

function shareOfLimits(limits: CallerLimits, replicas: number): CallerLimits {
  const { rpm = 0, tpm = 0, concurrent = 0, day = {}, month = {}, lifetime = {} } = limits;
  return {
    ...limits,
    rpm: shareOf(rpm, replicas),
    tpm: shareOf(tpm, replicas),
    concurrent: shareOf(concurrent, replicas),
    day: shareOfQuota(day, replicas),
    month: shareOfQuota(month, replicas),
    lifetime: shareOfQuota(lifetime, replicas),
  };
}

function shareOfQuota({ requests = 0, tokens = 0, costNanoUsd = 0n }: Quota, replicas: number): Required<Quota> {
  const cost = costNanoUsd / BigInt(replicas);
  return {
    requests: shareOf(requests, replicas),
    tokens: shareOf(tokens, replicas),
    costNanoUsd: costNanoUsd > 0n && cost === 0n ? 1n : cost,
  };
}

/** A rate is divided as it is; a burst is a whole number. A burst of 0 follows the rate. */
function shareOfShape<Shape extends Omit<CallerShape, 'queue'>>(shape: Shape, replicas: number): Shape {
  const { requestStartPerSec = 0, inputTokensPerSec = 0, totalReservedTokensPerSec = 0 } = shape;
  const { outputReservationTokensPerSec = 0 } = shape;
  return {
    ...shape,
    requestStartPerSec: requestStartPerSec / replicas,
    inputTokensPerSec: inputTokensPerSec / replicas,
    outputReservationTokensPerSec: outputReservationTokensPerSec / replicas,
    totalReservedTokensPerSec: totalReservedTokensPerSec / replicas,
    requestBurst: shareOf(shape.requestBurst ?? 0, replicas),
    inputTokenBurst: shareOf(shape.inputTokenBurst ?? 0, replicas),
    outputReservationTokenBurst: shareOf(shape.outputReservationTokenBurst ?? 0, replicas),
    totalReservedTokenBurst: shareOf(shape.totalReservedTokenBurst ?? 0, replicas),
  };
}

function shareOfUpstream(shape: UpstreamShape, replicas: number): UpstreamShape {
  return { ...shareOfShape(shape, replicas), concurrent: shareOf(shape.concurrent ?? 0, replicas) };
}

/** This replica's share of the bounds of a limit that finds itself. */
export function shareOfAdaptive({ min, max }: AdaptiveConcurrency, replicas: number): AdaptiveConcurrency {
  return { min: shareOf(min, replicas), max: shareOf(max, replicas) };
}

/** 0 is no limit, and stays so. */
function shareOf(limit: number, replicas: number): number {
  return limit === 0 ? 0 : Math.max(1, Math.floor(limit / replicas));
}
