import type { CountDialect } from '@smart-router/dialects';
import { chooseField } from '@smart-router/eligibility';
import { choosePlan, isPolicy } from '@smart-router/routing';
import { announceBench } from '../announce-bench.js';
import { candidatesOf, modelKey, reservationCandidate, type Candidate } from '../candidate.js';
import { finalFault } from '../final-fault.js';
import { signalsOf } from '../decide/signals-of.js';
import type { ReadyTrip } from '../journey-state.js';
import { leaseMs } from '../leases.js';
import { ownErrorBody } from '../own-error-body.js';
import type { AskState } from '../state/ask-state.js';
import { preferHome } from '../state/prefer-home.js';
import type { AttemptFailure } from '../upstream/exchange.js';
import { askForCount } from './ask-for-count.js';
import { nativeAnswer, refusedAnswer, type CountAnswer } from './count-answer.js';

/** One target is asked, and when it fails one other. */
const maxAsked = 2;

/**
 * Lets a target of the caller's dialect count, if one can. `undefined` when none can or those asked failed: an estimate
 * then serves better than an error. Only what the provider has against the request itself is an answer too.
 */
export async function countNatively(
  trip: ReadyTrip,
  dialect: CountDialect,
  state: AskState,
): Promise<CountAnswer | undefined> {
  let queue = candidatesThatCount(trip, dialect, state);
  for (let number = 1; number <= maxAsked; number += 1) {
    const candidate = await firstFree(trip, queue, number);
    if (candidate === undefined) return undefined;
    const result = await askForCount(trip, { dialect, candidate, number, state });
    if (result.kind === 'whole') return nativeAnswer(trip, result.headers, result.body);
    const { failure } = result;
    if (failure.status === 401) benchKey(trip, candidate, { number, failure });
    if (failure.errorClass === 'caller_fault' || failure.errorClass === 'caller_gone') {
      const own = ownErrorBody(trip, { failure, candidate });
      return refusedAnswer(trip, finalFault(trip, [failure]), { group: trip.group.name, ...(own && { own }) });
    }
    queue = othersFirst(queue, candidate);
  }
  return undefined;
}

function candidatesThatCount(trip: ReadyTrip, dialect: CountDialect, state: AskState): readonly Candidate[] {
  const counting = trip.group.targets.filter(
    ({ endpoint, capabilities }) => endpoint.dialect === dialect && capabilities.countTokens,
  );
  if (counting.length === 0) return [];
  const { boundIssuer } = state;
  const field = chooseField({ targets: counting, facts: trip.ask.facts, boundIssuer, refusedFields: () => [] });
  if (field.candidates.length === 0) return [];
  const { routing } = trip.group;
  // A policy decides about requests; a count costs nothing, and goes the configured way.
  const strategy = isPolicy(routing.strategy) ? 'failover' : routing.strategy;
  const signals = { facts: trip.ask.facts, ...signalsOf(trip, undefined) };
  const plan = choosePlan(field.candidates, { ...routing, strategy }, signals);
  return candidatesOf(trip, preferHome(plan.targets, state));
}

/**
 * The first candidate that is not pausing. Counts take no room from the requests of a target and say nothing about its
 * health, but for a key that is refused: providers limit them apart. So one that would be the probe of a pausing target is left to a request.
 */
async function firstFree(trip: ReadyTrip, queue: readonly Candidate[], number: number): Promise<Candidate | undefined> {
  if (queue.length === 0) return undefined;
  const { limits, clock } = trip.house.ports;
  const turnId = `${trip.requestId}.${number}`;
  const candidates = queue.map((candidate) => ({
    ...reservationCandidate(candidate),
    ...{ shapes: [], adaptive: undefined },
  }));
  const amounts = { inputTokens: 0, outputTokens: 0 };
  const verdict = await limits.reserve({ turnId, leaseMs, candidates, ...amounts, nowMs: clock.now() });
  if (verdict.kind === 'none') return undefined;
  await limits.settle({ leaseId: undefined, turnId, actual: undefined, nowMs: clock.now() });
  return verdict.probe ? undefined : queue[verdict.index];
}

/** What a provider has against the key itself holds for requests too. Not awaited: a count never waits for bookkeeping. */
function benchKey(
  trip: ReadyTrip,
  candidate: Candidate,
  { number, failure }: { readonly number: number; readonly failure: AttemptFailure },
): void {
  const { limits, clock } = trip.house.ports;
  const { modelKey, credentialKey, backoff } = reservationCandidate(candidate);
  limits
    .report({
      ...{ turnId: `${trip.requestId}.${number}`, modelKey, credentialKey, backoff, errorClass: failure.errorClass },
      ...{ retryAfterMs: undefined, nowMs: clock.now() },
    })
    .catch(() => undefined); // a lost report costs one more refused count
  announceBench(trip, candidate, failure);
}

/** Another target before another credential of the same one. */
function othersFirst(queue: readonly Candidate[], failed: Candidate): readonly Candidate[] {
  const rest = queue.filter((candidate) => modelKey(candidate) !== modelKey(failed));
  return [
    ...rest.filter(({ target }) => target.id !== failed.target.id),
    ...rest.filter(({ target }) => target.id === failed.target.id),
  ];
}
