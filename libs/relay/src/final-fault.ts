import { fault, type Fault, type FaultType, type UpstreamClass } from '@smart-router/core';
import { callerWords } from './caller-words.js';
import type { ReadyTrip } from './journey-state.js';
import type { AttemptFailure } from './upstream/exchange.js';
import { fitsNoTarget } from './upstream/router-words.js';

const typesByClass: Readonly<Record<UpstreamClass, FaultType>> = {
  caller_fault: 'invalid-request',
  rate_limited: 'upstream-rate-limited',
  quota_exhausted: 'upstream-quota-exhausted',
  credential_rejected: 'upstream-access-denied',
  access_denied: 'upstream-access-denied',
  server_error: 'upstream-failed',
  overloaded: 'upstream-failed',
  connect_failed: 'upstream-failed',
  reset: 'upstream-failed',
  timeout: 'upstream-timeout',
  broken_stream: 'upstream-failed',
  caller_gone: 'client-closed-request',
};

/** The fault of a request whose attempts all failed: the common type when they agree, `upstream-failed` when not. */
export function finalFault(trip: ReadyTrip, failures: readonly AttemptFailure[]): Fault {
  const last = failures.at(-1);
  if (last === undefined) return fault('internal-error', 'the request ended without an attempt');
  if (last.errorClass === 'caller_fault' && !fitsNoTarget(last.wire)) return callerFault(trip, last, failures.length);
  const types = new Set(failures.map(typeOf));
  const type = last.errorClass === 'caller_gone' || types.size === 1 ? typeOf(last) : 'upstream-failed';
  return fault(type, `${words(failures.length)} failed; the last with ${describe(last)}`, {
    retryAfterMs: last.retryAfterMs,
    details: {
      model: trip.group.name,
      dialect: trip.dialect,
      attempts: failures.length,
      error_class: last.errorClass,
      ...(last.status === undefined ? {} : { upstream_status: last.status }),
    },
  });
}

/** What no target of a router's group could serve is not the caller's fault, nor is it here. */
function typeOf({ errorClass, wire }: AttemptFailure): FaultType {
  return fitsNoTarget(wire) ? 'no-eligible-target' : typesByClass[errorClass];
}

function callerFault(trip: ReadyTrip, failure: AttemptFailure, attempts: number): Fault {
  const { message, code, param } = callerWords(trip.dialect, failure, trip.ask.facts.estimatedInputTokens);
  return fault('invalid-request', message, {
    ...(code === undefined ? {} : { code }),
    details: {
      model: trip.group.name,
      dialect: trip.dialect,
      attempts,
      error_class: failure.errorClass,
      ...(failure.status === undefined ? {} : { upstream_status: failure.status }),
      ...(param === undefined ? {} : { param }),
    },
  });
}

function words(attempts: number): string {
  return attempts === 1 ? 'the attempt' : `all ${attempts} attempts`;
}

/** Never the provider's own words: they may name accounts. */
function describe(failure: AttemptFailure): string {
  const status = failure.status === undefined || failure.status < 300 ? '' : ` (status ${failure.status})`;
  const phase = failure.errorClass === 'timeout' ? `: ${failure.message}` : '';
  return `${failure.errorClass}${status}${phase}`;
}
