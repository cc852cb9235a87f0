import { refuse, succeed, type Result, type Target } from '@smart-router/core';
import { isPolicy } from '@smart-router/routing';
import { callerGone } from './caller-gone.js';
import { targetsFor } from './compaction.js';
import { decide } from './decide/decide.js';
import { questionOf, type Past } from './decide/question-of.js';
import type { ReadyTrip } from './journey-state.js';

/** The targets to ask, in the order to try: who can serve the request, and among those whom the group prefers. */
export async function chooseTargets(trip: ReadyTrip, past: Past): Promise<Result<readonly Target[]>> {
  const able = targetsFor(trip);
  if (!able.ok) return able;
  const question = questionOf(trip, past, able.value, signalOfLeaving(trip));
  const decision = await decide(question);
  const { group, facts, targets, conversationKey } = question;
  const { state } = past;
  trip.trace.noteDecision({ strategy: group.routing.strategy, facts, targets, state, conversationKey, decision });
  // Who left while a policy thought is not told that it failed.
  if (decision.fault !== undefined) return refuse(question.signal?.aborted === true ? callerGone : decision.fault);
  const [first] = decision.plan;
  if (first !== undefined) trip.house.firsts.note(group.name, first.id);
  return succeed(decision.plan);
}

/** Only a policy takes so long that its caller may leave meanwhile. */
function signalOfLeaving({ sink, group }: ReadyTrip): AbortSignal | undefined {
  if (!isPolicy(group.routing.strategy)) return undefined;
  const leaving = new AbortController();
  sink.whenGone(() => leaving.abort());
  return leaving.signal;
}
