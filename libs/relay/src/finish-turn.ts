import type { UpstreamClass } from '@smart-router/core';
import { differingAnswer } from '@smart-router/dialects';
import type { BackoffChange } from '@smart-router/traffic-shaping';
import { credentialKey, modelKey, type Candidate } from './candidate.js';
import type { ReadyTrip } from './journey-state.js';
import { wakeLines } from './lines/wake-lines.js';
import { noteBackoff } from './note-backoff.js';
import type { AttemptFailure } from './upstream/exchange.js';
import { isQuotaBehind } from './upstream/router-words.js';

/** An attempt that has ended. */
interface EndedTurn {
  readonly turnId: string;
  readonly number: number;
  readonly candidate: Candidate;
  /** `undefined` when it went well. */
  readonly failure: AttemptFailure | undefined;
}

/** Settles and reports a turn. Neither is awaited: an answer never waits for bookkeeping. */
export function finishTurn(trip: ReadyTrip, { turnId, number, candidate, failure }: EndedTurn): void {
  const { limits, clock } = trip.house.ports;
  const nowMs = clock.now();
  const report = {
    turnId,
    modelKey: modelKey(candidate),
    credentialKey: credentialKey(candidate),
    backoff: candidate.target.endpoint.backoff,
    adaptive: candidate.target.endpoint.adaptiveConcurrency,
    errorClass: reportedClass(failure),
    retryAfterMs: failure?.retryAfterMs,
    nowMs,
  };
  const ignore = (): void => undefined; // the store has its own degraded mode; a lost report costs one late backoff
  const told = (changes: readonly BackoffChange[]): void =>
    noteBackoff(trip, { number, candidate, errorClass: failure?.errorClass }, changes);
  limits.report(report).then(told).catch(ignore);
  limits
    .settle({ leaseId: undefined, turnId, actual: undefined, nowMs })
    .finally(() => wakeLines(trip.house, candidate))
    .catch(ignore);
}

/** What the shared state hears of a failure, where that is less than its class says. */
function reportedClass(failure: AttemptFailure | undefined): UpstreamClass | undefined {
  // An answer we gave up since it said something else than another one does not speak against its target.
  if (failure?.wire?.type === differingAnswer.type) return undefined;
  // The account is one behind a router: the model pauses as long, and our credential with that router does not.
  return isQuotaBehind(failure?.wire) ? 'access_denied' : failure?.errorClass;
}
