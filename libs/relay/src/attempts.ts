import type { AttemptRecord, Fault, Target } from '@smart-router/core';
import type { JointAnswer, PreparedLane } from '@smart-router/dialects';
import { attemptOne, translate, type Attempted } from './attempt-one.js';
import { callerGone } from './caller-gone.js';
import { candidatesOf, type Candidate } from './candidate.js';
import { capacityFault } from './capacity-fault.js';
import type { Past } from './decide/question-of.js';
import { finalFault } from './final-fault.js';
import type { ReadyTrip } from './journey-state.js';
import { brokenOff, jointAnswer, type BrokenOff } from './mid-stream.js';
import { nextStep, type NextStep } from './next-step.js';
import { noteAdmitted, noteNobodyFree } from './note-turn.js';
import { observeAttempt } from './observe-attempt.js';
import { pause } from './pause.js';
import { reserveTurn, returnTurn, type NobodyFree } from './reserve-turn.js';
import type { AskState } from './state/ask-state.js';
import { withholdProofs } from './state/withhold-proofs.js';
import type { StreamStage } from './stream-stage.js';
import type { AttemptFailure } from './upstream/exchange.js';

/** How the attempts of a request ended: with an answer under way, or with a fault. */
export type AttemptsEnd =
  | {
      readonly kind: 'served';
      readonly attempted: Attempted;
      readonly records: readonly AttemptRecord[];
      /** Of the attempts that should have gone on from one another; none where one attempt gave the answer. */
      readonly failures: readonly AttemptFailure[];
    }
  | {
      readonly kind: 'failed';
      readonly fault: Fault;
      /** The last failure, for the passthrough of a caller fault of the same dialect. */
      readonly last: { readonly failure: AttemptFailure; readonly candidate: Candidate } | undefined;
      readonly records: readonly AttemptRecord[];
    };

/** What the loop remembers between attempts. */
interface Memory {
  readonly records: readonly AttemptRecord[];
  readonly failures: readonly AttemptFailure[];
  readonly last: { readonly failure: AttemptFailure; readonly candidate: Candidate } | undefined;
  /** The latest attempt that broke off after the caller was told of it. */
  readonly brokenOff: BrokenOff | undefined;
}

/** Whom to ask, and what the ask goes on from. */
export interface Errand extends Past {
  readonly targets: readonly Target[];
}

/**
 * Tries the plan's targets until one answers. The next is asked only while no event of the dialect has left, or to go on
 * from there where the group says so.
 */
export async function attemptPlan(
  trip: ReadyTrip,
  errand: Errand,
  stage: StreamStage | undefined,
): Promise<AttemptsEnd> {
  let queue = candidatesOf(trip, errand.targets);
  let { state } = errand;
  let joint: JointAnswer | undefined;
  let memory: Memory = { records: [], failures: [], last: undefined, brokenOff: undefined };
  let patience: Patience = 'none';
  for (;;) {
    const askedAt = trip.house.ports.clock.now();
    const turn = await awaitTurn(trip, { queue, memory, state }, patience);
    if (turn.kind === 'none') {
      noteNobodyFree(trip, turn.nobodyFree, memory.records.length + 1);
      return failed(memory, turn.fault);
    }
    if (turn.number === 1) noteFirstAsked(trip, errand, turn.candidate);
    joint = jointAnswer(trip, stage, joint);
    const sent = { joint, ...turn };
    if (memory.brokenOff !== undefined) trip.trace.note('resumed', { attemptNumber: turn.number });
    const attempted = await orReturn(trip, turn, () => attemptOne(trip, sent, stage));
    observeAttempt(trip, attempted, { askedAt, warmTarget: errand.conversation.warmTarget });
    const broken = stage === undefined ? undefined : brokenOff(attempted, joint, stage);
    memory = remember(memory, attempted, broken);
    const failure = failureOf(attempted, broken);
    if (failure === undefined) return served(memory, attempted);
    const withheld = withholdProofs(state, failure.wire);
    if (withheld !== undefined && memory.records.length < trip.group.retry.maxAttempts) {
      state = withheld;
      trip.trace.note('proofs-withheld', { attemptNumber: memory.records.length + 1 });
      continue;
    }
    const step = stepAfter(trip, { queue, memory, failure, candidate: turn.candidate });
    if (step.queue.length === 0) return failed(memory, finalFault(trip, memory.failures));
    queue = step.queue;
    patience = step.waitMs > 0 && failure.retryAfterMs !== undefined ? 'waits' : 'none';
    if (step.waitMs > 0)
      await pause(trip, { waitMs: step.waitMs, event: 'retry-waited', attemptNumber: memory.records.length + 1 });
    if (trip.sink.gone) return failed(memory, callerGone);
  }
}

/** Where the first of the plan had no room, another had its turn, and strategies that go by turns should know. */
function noteFirstAsked({ house, group }: ReadyTrip, { targets }: Errand, { target }: Candidate): void {
  if (target !== targets[0]) house.firsts.note(group.name, target.id);
}

/** Why another attempt is needed; `undefined` when this one's end is the end. */
function failureOf({ result }: Attempted, broken: BrokenOff | undefined): AttemptFailure | undefined {
  return result.kind === 'failed' ? result.failure : broken?.result.broken;
}

function stepAfter(
  trip: ReadyTrip,
  after: Pick<Waiting, 'queue' | 'memory'> & { readonly failure: AttemptFailure; readonly candidate: Candidate },
): NextStep {
  const { queue, memory, failure, candidate } = after;
  return nextStep({
    failed: candidate,
    failure,
    queue,
    triesOfTarget: memory.records.filter((record) => record.target === candidate.target.id).length,
    attempts: memory.records.length,
    elapsedMs: trip.house.ports.clock.now() - trip.startedAt,
    rules: trip.group.retry,
    rng: trip.house.ports.rng,
  });
}

/** A reserved target with its translation, or why there is none. */
type TurnTaken =
  | { readonly kind: 'turn'; readonly number: number; readonly candidate: Candidate; readonly lane: PreparedLane }
  | {
      readonly kind: 'none';
      readonly fault: Fault;
      /** Present when it was for want of room. */
      readonly nobodyFree?: NobodyFree;
    };

/** Whether an attempt that has just waited for its target goes on waiting when others came first. */
type Patience = 'waits' | 'none';

/** So short a wait is not worth asking the limits again at once. */
const shortestWaitMs = 20;

/** Many may have waited for the same target, and one of them probes it first: the others wait on, within the budget. */
async function awaitTurn(trip: ReadyTrip, waiting: Waiting, patience: Patience): Promise<TurnTaken> {
  const { maxElapsedMs, maxRetryIntervalMs } = trip.group.retry;
  for (;;) {
    const turn = await takeTurn(trip, waiting);
    const retryAfterMs = turn.kind === 'none' ? turn.nobodyFree?.retryAfterMs : undefined;
    const hasQueued = turn.kind === 'none' && turn.nobodyFree?.stay !== undefined;
    if (patience === 'none' || hasQueued || retryAfterMs === undefined) return turn;
    const waitMs = Math.max(shortestWaitMs, retryAfterMs);
    const elapsedMs = trip.house.ports.clock.now() - trip.startedAt;
    if (waitMs > maxRetryIntervalMs || elapsedMs + waitMs >= maxElapsedMs) return turn;
    await pause(trip, { waitMs, event: 'turn-waited', attemptNumber: waiting.memory.records.length + 1 });
    if (trip.sink.gone) return { kind: 'none', fault: callerGone };
  }
}

interface Waiting {
  readonly queue: readonly Candidate[];
  readonly memory: Memory;
  readonly state: AskState;
}

/** Reserves the first candidate with room. A target whose translation is refused gives its turn back. */
async function takeTurn(trip: ReadyTrip, { queue, memory, state }: Waiting): Promise<TurnTaken> {
  const number = memory.records.length + 1;
  let left = queue;
  let refusal: Fault | undefined;
  while (left.length > 0) {
    const reserved = await reserveTurn(trip, left, number);
    if (reserved.kind === 'gone') return { kind: 'none', fault: callerGone };
    if (reserved.kind === 'none')
      return { kind: 'none', fault: nobodyFree(trip, memory, reserved), nobodyFree: reserved };
    const { candidate } = reserved;
    const lane = await orReturn(trip, { candidate, number }, () => translate(trip, candidate, state));
    if (lane.ok) {
      noteAdmitted(trip, candidate, { attemptNumber: number, probe: reserved.probe });
      return { kind: 'turn', number, candidate, lane: lane.value };
    }
    refusal = lane.fault;
    trip.trace.note('translation-refused', { attemptNumber: number });
    await returnTurn(trip, candidate, number);
    left = left.filter((other) => !isAlike(other, candidate));
  }
  if (memory.failures.length > 0) return { kind: 'none', fault: finalFault(trip, memory.failures) };
  return { kind: 'none', fault: refusal ?? nobodyFree(trip, memory) };
}

/** A bug keeps no turn: its lease would be renewed for as long as this process lives. */
async function orReturn<Value>(
  trip: ReadyTrip,
  { candidate, number }: { readonly candidate: Candidate; readonly number: number },
  act: () => Value | Promise<Value>,
): Promise<Value> {
  try {
    return await act();
  } catch (error) {
    await returnTurn(trip, candidate, number);
    throw error;
  }
}

/** Whether a translation for one would be refused as it was for the other. */
function isAlike({ target: { endpoint } }: Candidate, { target: { endpoint: refused } }: Candidate): boolean {
  return endpoint.dialect === refused.dialect && endpoint.issuer === refused.issuer;
}

/** Before any attempt: every fitting target is pausing. Later: what the attempts failed with says more. */
function nobodyFree(trip: ReadyTrip, memory: Memory, none?: NobodyFree): Fault {
  return memory.failures.length > 0 ? finalFault(trip, memory.failures) : capacityFault(trip, none);
}

function remember(memory: Memory, attempted: Attempted, broken: BrokenOff | undefined): Memory {
  const records = [...memory.records, attempted.record];
  const failure = failureOf(attempted, broken);
  if (failure === undefined) return { ...memory, records };
  return {
    records,
    failures: [...memory.failures, failure],
    last: { failure, candidate: attempted.candidate },
    brokenOff: broken ?? memory.brokenOff,
  };
}

/** An answer that goes on from a broken one and differs from it is the last failure of them all. */
function served(memory: Memory, attempted: Attempted): AttemptsEnd {
  const { records, failures, brokenOff } = memory;
  const { result } = attempted;
  const broken = result.kind === 'streamed' ? result.broken : undefined;
  const all = brokenOff === undefined || broken === undefined ? [] : [...failures, broken];
  return { kind: 'served', attempted, records, failures: all };
}

/** What began for the caller also ends so: the attempt that broke off last stands for all of them. */
function failed(memory: Memory, cause: Fault): AttemptsEnd {
  const { records, failures, brokenOff } = memory;
  if (brokenOff !== undefined) return { kind: 'served', attempted: brokenOff, records, failures };
  return { kind: 'failed', fault: cause, last: memory.last, records };
}
