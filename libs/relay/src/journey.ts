import { fault, type Caller, type Fault } from '@smart-router/core';
import { parseAsk } from '@smart-router/dialects';
import { admit } from './admit.js';
import { attemptPlan } from './attempts.js';
import { checkBody } from './check-body.js';
import { chooseTargets } from './choose-targets.js';
import { findConversation, rememberConversation } from './conversation.js';
import { failedEnding, refusedEnding, servedEnding, unaskedEnding } from './endings.js';
import { refuseLoop } from './hops.js';
import type { Ending, House, ReadyTrip, Trip } from './journey-state.js';
import { usageRecord } from './record.js';
import { reserveOutput } from './reserve-output.js';
import { resolveGroup } from './resolve-group.js';
import { meetCaller, readyTrip, setOut, turnAway, type Arrival } from './set-out.js';
import { settle } from './settle.js';
import { findState } from './state/find-state.js';
import { rememberState } from './state/remember-state.js';
import { openStage, type StreamStage } from './stream-stage.js';

/**
 * The journey of one request, from the door to the ledger. The steps are those of docs/journey.md. Every exit of a known
 * caller leaves exactly one usage record, written before the last byte of its answer leaves.
 */
export async function journey(house: House, arrival: Arrival): Promise<void> {
  const trip = setOut(house, arrival);
  const caller = meetCaller(trip);
  if (!caller.ok) {
    turnAway(trip, caller.fault);
    return;
  }
  trip.sink.whenGone(() => trip.trace.note('caller-left'));
  const ending = await travel(trip, caller.value).catch((error: unknown) => refusedEnding(trip, bug(trip, error)));
  const record = usageRecord(trip, caller.value, ending);
  house.ports.usage.record(record);
  ending.deliver();
  house.ports.observe?.({ kind: 'request-ended', record });
}

async function travel(trip: Trip, caller: Caller): Promise<Ending> {
  const { server } = trip.catalog;
  if (!trip.house.ports.usage.ready()) return refusedEnding(trip, notReady);
  const body = await trip.inbound.readBody(server.requestLimits);
  if (!body.ok) return refusedEnding(trip, body.fault);
  trip.trace.noteBody();
  const ask = parseAsk(trip.dialect, body.value, {
    maxDepth: server.requestLimits.maxDepth,
    responsesOnChat: server.tolerateResponsesBodyOnChatEndpoint ? 'accept' : 'refuse',
  });
  if (!ask.ok) return refusedEnding(trip, ask.fault);
  const checked = checkBody(ask.value, trip.catalog);
  if (!checked.ok) return refusedEnding(trip, checked.fault, { facts: ask.value.facts });
  const group = resolveGroup(trip.catalog, caller, ask.value.facts.model);
  if (!group.ok) return refusedEnding(trip, group.fault, { facts: ask.value.facts });
  const looped = refuseLoop(trip);
  if (!looped.ok) return refusedEnding(trip, looped.fault, { facts: ask.value.facts, group: group.value.name });

  const outputReservation = reserveOutput(trip, { caller, ask: ask.value, group: group.value });
  const ready = readyTrip(trip, { caller, ask: ask.value, group: group.value, outputReservation });
  const stage = ready.ask.facts.stream ? openStage(ready) : undefined;
  const admitted = await admit(ready);
  if (!admitted.ok) return unaskedEnding(ready, admitted.fault, stage);
  const admittedAt = trip.house.ports.clock.now();
  const ending = await serve(ready, stage).catch((error: unknown) => unaskedEnding(ready, bug(ready, error), stage));
  return { ...ending, counted: settle(ready, ending, admittedAt) };
}

async function serve(trip: ReadyTrip, stage: StreamStage | undefined): Promise<Ending> {
  // Both ask the same store, in one trip.
  const [state, conversation] = await Promise.all([findState(trip), findConversation(trip)]);
  if (!state.ok) return unaskedEnding(trip, state.fault, stage);
  const past = { state: state.value, conversation };
  const targets = await chooseTargets(trip, past);
  if (!targets.ok) return unaskedEnding(trip, targets.fault, stage);
  const end = await attemptPlan(trip, { targets: targets.value, ...past }, stage);
  const ending = end.kind === 'served' ? servedEnding(trip, end, stage) : failedEnding(trip, end, stage);
  rememberState(trip, ending);
  rememberConversation(trip, conversation, ending);
  return ending;
}

function bug(trip: Trip, error: unknown): Fault {
  trip.house.ports.observe?.({ kind: 'bug', requestId: trip.requestId, error });
  return fault('internal-error', `the router failed; report the request id ${trip.requestId}`);
}

const notReady = fault('not-ready', 'the usage ledger cannot take a record now, so no request is served');
