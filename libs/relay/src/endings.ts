import { statusOf, type AskFacts, type Fault } from '@smart-router/core';
import type { Note } from '@smart-router/dialects';
import type { Attempted } from './attempt-one.js';
import type { AttemptsEnd } from './attempts.js';
import { faultHeaders, servedHeaders } from './answer-headers.js';
import { nothingToPay } from './bill.js';
import { callerGone } from './caller-gone.js';
import { deliverFault, deliverStreamFault } from './deliver.js';
import { finalFault } from './final-fault.js';
import type { Ending, ReadyTrip, Trip } from './journey-state.js';
import { ownErrorBody } from './own-error-body.js';
import type { StreamStage } from './stream-stage.js';
import type { AttemptFailure, StreamResult, WholeResult } from './upstream/exchange.js';

/** The status of a row whose caller left; it is recorded, never sent. */
export const callerGoneStatus = 499;

/** A request that was refused before any attempt, and what was known of it by then. */
export function refusedEnding(trip: Trip, cause: Fault, known: Partial<Known> = {}): Ending {
  return {
    status: trip.sink.gone ? callerGoneStatus : statusOf(cause),
    ...nothing,
    ...known,
    fault: cause,
    deliver: () => deliverFault(trip, cause),
  };
}

/** A request of a known group that no target was asked for. A comment may have opened its stream while it waited. */
export function unaskedEnding(trip: ReadyTrip, cause: Fault, stage: StreamStage | undefined): Ending {
  return failedEnding(trip, { kind: 'failed', fault: cause, last: undefined, records: [] }, stage);
}

/** A request whose attempts all failed. */
export function failedEnding(
  trip: ReadyTrip,
  end: Extract<AttemptsEnd, { kind: 'failed' }>,
  stage: StreamStage | undefined,
): Ending {
  const ending = {
    ...nothing,
    ...knownOf(trip),
    fault: end.fault,
    errorClass: end.last?.failure.errorClass,
    attempts: end.records,
  };
  if (trip.sink.gone) return { status: callerGoneStatus, ...ending, deliver: () => stage?.close() };
  if (stage?.opened === true)
    return { status: statusOf(end.fault), ...ending, deliver: () => deliverStreamFault(trip, end.fault, stage) };
  stage?.close();
  const own = ownErrorBody(trip, end.last);
  if (own === undefined)
    return { status: statusOf(end.fault), ...ending, deliver: () => deliverFault(trip, end.fault) };
  return {
    status: own.status,
    ...ending,
    deliver: () => trip.sink.whole(own.status, faultHeaders(trip, end.fault), own.body),
  };
}

/** A request that a target answered, wholly or in part. */
export function servedEnding(
  trip: ReadyTrip,
  end: Extract<AttemptsEnd, { kind: 'served' }>,
  stage: StreamStage | undefined,
): Ending {
  const { attempted } = end;
  const ending = {
    ...nothing,
    ...knownOf(trip),
    target: attempted.candidate.target,
    attempts: end.records,
    notes: notesOf(attempted),
    bill: attempted.bill ?? nothingToPay,
    firstTokenMs: firstTokenAfterArrival(trip, attempted, stage),
  };
  const { result } = attempted;
  if (result.kind === 'whole') return closed(ending, result, wholeEnding(trip, result, end));
  if (result.kind === 'streamed' && stage !== undefined)
    return closed(ending, result, streamedEnding(trip, result, { stage, failures: end.failures }));
  throw new Error(`an attempt that served cannot be "${result.kind}"`);
}

/** How an answer ended for the caller. */
type Close = Pick<Ending, 'status' | 'fault' | 'errorClass' | 'deliver'>;

function closed(
  ending: Omit<Ending, keyof Close>,
  { outcome }: Pick<WholeResult, 'outcome'>,
  { status, fault, errorClass, deliver }: Close,
): Ending {
  return { status, deliver, ...ending, fault, errorClass, outcome };
}

/** What was lost on the way there and back. */
function notesOf({ notes, lane }: Attempted): readonly Note[] {
  return [...notes, ...lane.replyNotes()];
}

const nothing = {
  fault: undefined,
  errorClass: undefined,
  facts: undefined,
  group: undefined,
  outputReservation: undefined,
  target: undefined,
  attempts: [],
  outcome: undefined,
  bill: nothingToPay,
  notes: [],
  counted: undefined,
  firstTokenMs: undefined,
} as const;

/** What a record says of the ask itself. */
interface Known {
  readonly facts: AskFacts;
  readonly group: string;
  readonly outputReservation: number;
}

/** All of it. */
function knownOf(trip: ReadyTrip): Known {
  return { facts: trip.ask.facts, group: trip.group.name, outputReservation: trip.outputReservation };
}

function wholeEnding(trip: ReadyTrip, result: WholeResult, end: Extract<AttemptsEnd, { kind: 'served' }>): Close {
  const served = servedHeaders(trip, {
    target: end.attempted.candidate.target,
    attempts: end.records.length,
    notes: notesOf(end.attempted),
  });
  return {
    deliver: () =>
      trip.sink.whole(200, { 'content-type': 'application/json', ...result.headers, ...served }, result.body),
    ...goodEnd(trip),
  };
}

/** A caller that left before its answer was whole has none, also where the upstream was heard to the end. */
function goodEnd(trip: ReadyTrip): Omit<Close, 'deliver'> {
  if (!trip.sink.gone) return { status: 200, fault: undefined, errorClass: undefined };
  return { status: callerGoneStatus, fault: callerGone, errorClass: 'caller_gone' };
}

/** What the end of a streamed answer needs beside it. */
interface StreamEnd {
  readonly stage: StreamStage;
  /** Of the attempts that gave it together; none when it was one. */
  readonly failures: readonly AttemptFailure[];
}

function streamedEnding(trip: ReadyTrip, result: StreamResult, { stage, failures }: StreamEnd): Close {
  const tail = result.tail.map((piece) => piece.bytes);
  if (result.broken === undefined) return { deliver: () => stage.end(Buffer.concat(tail)), ...goodEnd(trip) };
  const cause = brokenFault(trip, result.broken, failures);
  return {
    status: trip.sink.gone ? callerGoneStatus : statusOf(cause),
    fault: cause,
    errorClass: (failures.at(-1) ?? result.broken).errorClass,
    deliver: () => stage.end(Buffer.concat([...tail, result.stream.fail(cause)])),
  };
}

function brokenFault(trip: ReadyTrip, broken: AttemptFailure, failures: readonly AttemptFailure[]): Fault {
  if (broken.errorClass === 'caller_gone' || trip.sink.gone) return callerGone;
  return finalFault(trip, failures.length === 0 ? [broken] : failures);
}

/** What the caller saw: of a held stream nothing before its end, of one given by several attempts the first one's token. */
function firstTokenAfterArrival(
  trip: ReadyTrip,
  attempted: Attempted,
  stage: StreamStage | undefined,
): number | undefined {
  const { firstTokenMs } = attempted.result.timing;
  if (firstTokenMs === undefined) return undefined;
  if (stage !== undefined && trip.group.midStream === 'hold') return trip.house.ports.clock.now() - trip.startedAt;
  if (stage?.spokenAt !== undefined) return stage.spokenAt - trip.startedAt;
  return attempted.record.startedAt - trip.startedAt + firstTokenMs;
}
