import type { Target } from '@smart-router/core';
import { lossesTo } from '@smart-router/dialects';
import type { Conversation } from '../conversation.js';
import type { Deciding } from '../journey-state.js';
import type { AskState } from '../state/ask-state.js';
import type { DecisionQuestion } from './decide.js';
import { signalsOf } from './signals-of.js';

/** What a request goes on from. */
export interface Past {
  readonly state: AskState;
  readonly conversation: Conversation;
}

/** What is decided of a request, and by what. */
export function questionOf(
  trip: Deciding,
  past: Past,
  targets: readonly Target[],
  signal?: AbortSignal,
): DecisionQuestion {
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
    signal,
  };
}
