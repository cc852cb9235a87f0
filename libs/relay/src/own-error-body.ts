import type { Candidate } from './candidate.js';
import type { ReadyTrip } from './journey-state.js';
import type { AttemptFailure } from './upstream/exchange.js';
import { fitsNoTarget } from './upstream/router-words.js';

/** A caller fault of a provider of the same dialect reaches the caller in the provider's own words. */
export function ownErrorBody(
  trip: ReadyTrip,
  last: { readonly failure: AttemptFailure; readonly candidate: Candidate } | undefined,
): { readonly status: number; readonly body: Uint8Array } | undefined {
  if (last === undefined || last.failure.errorClass !== 'caller_fault') return undefined;
  const { failure, candidate } = last;
  const { status, body, wire } = failure;
  if (candidate.target.endpoint.dialect !== trip.dialect || fitsNoTarget(wire)) return undefined;
  if (status === undefined || status < 400 || body === undefined || wire?.type === undefined) return undefined;
  return { status, body };
}
