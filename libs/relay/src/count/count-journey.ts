import { fault, type Caller } from '@smart-router/core';
import { parseCountAsk, type CountDialect } from '@smart-router/dialects';
import { admitApart, endApart, type ApartKind } from '../admit-apart.js';
import { checkBody } from '../check-body.js';
import { refuseLoop } from '../hops.js';
import type { House, ReadyTrip, Trip } from '../journey-state.js';
import { resolveGroup } from '../resolve-group.js';
import { meetCaller, readyTrip, setOut, turnAway, type Arrival } from '../set-out.js';
import { findState } from '../state/find-state.js';
import { estimateAnswer, refusedAnswer, type CountAnswer } from './count-answer.js';
import { countNatively } from './count-natively.js';

/**
 * The journey of a request that only counts tokens: the same door, body and group as any other, then a target that counts
 * natively, else an estimate. It costs nothing, so it leaves no usage record; the observer is told.
 */
export async function countJourney(house: House, arrival: Arrival & { readonly dialect: CountDialect }): Promise<void> {
  const trip = setOut(house, arrival);
  const caller = meetCaller(trip);
  if (!caller.ok) {
    turnAway(trip, caller.fault);
    return;
  }
  const answer = await count(trip, arrival.dialect, caller.value).catch((error: unknown) => bugAnswer(trip, error));
  trip.sink.whole(answer.status, answer.headers, answer.body);
  house.ports.observe?.({
    ...{ kind: 'tokens-counted', requestId: trip.requestId, dialect: trip.dialect, tokenId: caller.value.tokenId },
    ...{ group: answer.group, status: answer.status, errorType: answer.fault?.type, by: answer.by },
    durationMs: house.ports.clock.now() - trip.startedAt,
  });
}

/** Nobody makes the router work without end. Claude Code sends 25 at once to draw one view of its context. */
const counts: ApartKind = { label: 'count', limits: { rpm: 1200, concurrent: 100 } };

/** Admitted before its body is read, for reading is most of the work. */
async function count(trip: Trip, dialect: CountDialect, caller: Caller): Promise<CountAnswer> {
  const admitted = await admitApart(trip, caller, counts);
  if (!admitted.ok) return refusedAnswer(trip, admitted.fault);
  try {
    return await countBody(trip, dialect, caller);
  } finally {
    endApart(trip);
  }
}

async function countBody(trip: Trip, dialect: CountDialect, caller: Caller): Promise<CountAnswer> {
  const { requestLimits } = trip.catalog.server;
  const body = await trip.inbound.readBody(requestLimits);
  if (!body.ok) return refusedAnswer(trip, body.fault);
  const ask = parseCountAsk(dialect, body.value, { maxDepth: requestLimits.maxDepth });
  if (!ask.ok) return refusedAnswer(trip, ask.fault);
  const checked = checkBody(ask.value, trip.catalog);
  if (!checked.ok) return refusedAnswer(trip, checked.fault);
  const group = resolveGroup(trip.catalog, caller, ask.value.facts.model);
  if (!group.ok) return refusedAnswer(trip, group.fault);

  const looped = refuseLoop(trip);
  if (!looped.ok) return refusedAnswer(trip, looped.fault, { group: group.value.name });

  return countAsked(readyTrip(trip, { caller, ask: ask.value, group: group.value, outputReservation: 0 }), dialect);
}

async function countAsked(trip: ReadyTrip, dialect: CountDialect): Promise<CountAnswer> {
  const state = await findState(trip);
  if (!state.ok) return refusedAnswer(trip, state.fault, { group: trip.group.name });
  return (await countNatively(trip, dialect, state.value)) ?? estimateAnswer(trip, dialect);
}

function bugAnswer(trip: Trip, error: unknown): CountAnswer {
  trip.house.ports.observe?.({ kind: 'bug', requestId: trip.requestId, error });
  return refusedAnswer(trip, fault('internal-error', `the router failed; report the request id ${trip.requestId}`));
}
