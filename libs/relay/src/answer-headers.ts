import { faultCatalogue, type Fault, type Target } from '@smart-router/core';
import type { Note } from '@smart-router/dialects';
import type { AnswerHeaders } from './answer-sink.js';
import type { Trip } from './journey-state.js';

/** Notes beyond this many characters are cut: headers are bounded. */
const maxNotesLength = 1000;

/** Headers every answer carries. `request-id` is where the Messages SDK looks. */
export function commonHeaders(trip: Trip): AnswerHeaders {
  return trip.dialect === 'anthropic-messages'
    ? { 'x-request-id': trip.requestId, 'request-id': trip.requestId }
    : { 'x-request-id': trip.requestId };
}

/** Headers of an answer that a target served. */
export function servedHeaders(
  trip: Trip,
  served: { readonly target: Target; readonly attempts: number; readonly notes: readonly Note[] },
): AnswerHeaders {
  if (trip.catalog.server.responseHeaders === 'minimal') return commonHeaders(trip);
  const notes = served.notes.map((note) => `${note.field}: ${note.action}, ${note.reason}`).join('; ');
  return {
    'x-router-target': served.target.id,
    ...commonHeaders(trip),
    'x-router-attempts': String(served.attempts),
    ...(notes === '' ? {} : { 'x-router-notes': notes.replace(/[^\x20-\x7e]/g, '?').slice(0, maxNotesLength) }),
  };
}

/** Headers of a fault: how long to wait, whether a retry may help, and what happened upstream. */
export function faultHeaders(trip: Trip, fault: Fault): AnswerHeaders {
  const { retryAfterMs, details } = fault;
  return {
    'content-type': 'application/json',
    ...commonHeaders(trip),
    'x-should-retry': String(details.retryable ?? faultCatalogue[fault.type].retryable),
    ...(retryAfterMs === undefined
      ? {}
      : {
          'retry-after': String(Math.max(1, Math.ceil(retryAfterMs / 1000))),
          'retry-after-ms': String(Math.ceil(retryAfterMs)),
        }),
    ...(details.error_class === undefined ? {} : { 'x-router-error-class': details.error_class }),
    ...(details.upstream_status === undefined ? {} : { 'x-upstream-status': String(details.upstream_status) }),
  };
}

/** Headers of a streamed answer; proxies must not buffer it. */
export function streamHeaders(trip: Trip): AnswerHeaders {
  return {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
    'x-accel-buffering': 'no',
    ...commonHeaders(trip),
  };
}
