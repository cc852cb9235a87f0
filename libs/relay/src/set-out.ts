import { newRequestId, type Caller, type DialectName, type Fault, type Result } from '@smart-router/core';
import { checkToken, presentToken } from '@smart-router/keys';
import type { AnswerSink } from './answer-sink.js';
import { deliverFault } from './deliver.js';
import { headerOf, type Inbound } from './inbound.js';
import type { House, ReadyTrip, Trip } from './journey-state.js';
import { RequestTrace } from './request-trace.js';
import { ShapeEvidence } from './shape-evidence.js';

/** A request at the door, its dialect known from its path. */
export interface Arrival {
  readonly dialect: DialectName;
  readonly inbound: Inbound;
  readonly sink: AnswerSink;
}

/** The first moment of a request. */
export function setOut(house: House, { dialect, inbound, sink }: Arrival): Trip {
  const { clock, randomBytes } = house.ports;
  const startedAt = clock.now();
  const requestId = newRequestId(startedAt, randomBytes);
  const evidence = new ShapeEvidence({ requestId, startedAt, clock, usage: house.ports.usage });
  const trace = new RequestTrace(startedAt, clock);
  return { house, catalog: house.ports.catalog(), inbound, sink, dialect, requestId, startedAt, evidence, trace };
}

/** Who asks, by the token presented. */
export function meetCaller(trip: Trip): Result<Caller> {
  const token = presentToken({
    authorization: headerOf(trip.inbound.headers, 'authorization'),
    'x-api-key': headerOf(trip.inbound.headers, 'x-api-key'),
  });
  return checkToken(token, trip.house.ports.keys, trip.startedAt);
}

/** A stranger leaves no record, and is told in its dialect. */
export function turnAway(trip: Trip, cause: Fault): void {
  const { requestId, inbound } = trip;
  trip.house.ports.observe?.({
    kind: 'stranger-refused',
    requestId,
    errorType: cause.type,
    remoteAddress: inbound.remoteAddress,
  });
  deliverFault(trip, cause);
}

/** Written out rather than spread: every request passes here. */
export function readyTrip(
  trip: Trip,
  found: Pick<ReadyTrip, 'caller' | 'ask' | 'group' | 'outputReservation'>,
): ReadyTrip {
  const { house, catalog, inbound, sink, requestId, startedAt, evidence, trace } = trip;
  const { caller, ask, group, outputReservation } = found;
  // A Responses body that was tolerated on the Chat endpoint is answered as one.
  const { dialect } = ask;
  return {
    house,
    catalog,
    inbound,
    sink,
    dialect,
    requestId,
    startedAt,
    evidence,
    trace,
    caller,
    ask,
    group,
    outputReservation,
  };
}
