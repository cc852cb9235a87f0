import { refuse, succeed, type Result, type Target } from '@smart-router/core';
import { lossesTo } from '@smart-router/dialects';
import { targetsFor } from './compaction.js';
import type { Conversation } from './conversation.js';
import { decide, type DecisionQuestion } from './decide/decide.js';
import { signalsOf } from './decide/signals-of.js';
import type { ReadyTrip } from './journey-state.js';
import type { AskState } from './state/ask-state.js';

/** What a request goes on from. */
export interface Past {
  readonly state: AskState;
  readonly conversation: Conversation;
}

/** The targets to ask, in the order to try: who can serve the request, and among those whom the group prefers. */
export async function chooseTargets(trip: ReadyTrip, past: Past): Promise<Result<readonly Target[]>> {
  const able = targetsFor(trip);
  if (!able.ok) return able;
  const question = questionOf(trip, past, able.value);
  const decision = await decide(question);
  const { group, facts, targets, conversationKey } = question;
  const { state } = past;
  trip.trace.noteDecision({ strategy: group.routing.strategy, facts, targets, state, conversationKey, decision });
  if (decision.fault !== undefined) return refuse(decision.fault);
  const [first] = decision.plan;
  if (first !== undefined) trip.house.firsts.note(group.name, first.id);
  return succeed(decision.plan);
}

function questionOf(trip: ReadyTrip, past: Past, targets: readonly Target[]): DecisionQuestion {
  const { state, conversation } = past;
  const { ask, caller, group, house, requestId } = trip;
  return {
    requestId,
    group,
    targets,
    facts: ask.facts,
    state,
    caller,
    signals: signalsOf(trip, conversation.warmTarget),
    conversationKey: conversation.key,
    policy: house.ports.policyOf?.(group),
    refusedFields: (dialect) => (dialect === ask.dialect ? [] : lossesTo(ask.facts, dialect).refused),
    body: () => ask.body.raw,
    signal: undefined,
  };
}
