import { refuse, succeed, type Result, type Target } from '@smart-router/core';
import { lossesTo } from '@smart-router/dialects';
import { targetsFor } from './compaction.js';
import { decide, type DecisionQuestion } from './decide/decide.js';
import { signalsOf } from './decide/signals-of.js';
import type { ReadyTrip } from './journey-state.js';
import type { AskState } from './state/ask-state.js';

/** The targets to ask, in the order to try: who can serve the request, and among those whom the group prefers. */
export async function chooseTargets(trip: ReadyTrip, state: AskState): Promise<Result<readonly Target[]>> {
  const able = targetsFor(trip);
  if (!able.ok) return able;
  const question = questionOf(trip, state, able.value);
  const decision = await decide(question);
  const { group, facts, targets, conversationKey } = question;
  trip.trace.noteDecision({ strategy: group.routing.strategy, facts, targets, state, conversationKey, decision });
  if (decision.fault !== undefined) return refuse(decision.fault);
  const [first] = decision.plan;
  if (first !== undefined) trip.house.firsts.note(group.name, first.id);
  return succeed(decision.plan);
}

function questionOf(trip: ReadyTrip, state: AskState, targets: readonly Target[]): DecisionQuestion {
  const { ask, caller, group, house, requestId } = trip;
  return {
    requestId,
    group,
    targets,
    facts: ask.facts,
    state,
    caller,
    signals: signalsOf(trip, undefined),
    conversationKey: undefined,
    policy: house.ports.policyOf?.(group),
    refusedFields: (dialect) => (dialect === ask.dialect ? [] : lossesTo(ask.facts, dialect).refused),
    body: () => ask.body.raw,
    signal: undefined,
  };
}
