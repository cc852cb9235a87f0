import type { Outcome } from './dialect.js';
import type { NeutralEvent } from './neutral/events.js';
import type { NeutralReply } from './neutral/reply.js';

/** Before anything was seen. */
export const nothingSeen: Outcome = {
  id: undefined,
  model: undefined,
  finish: undefined,
  tokens: {},
  fault: undefined,
  complete: false,
};

/** What a whole reply amounts to. */
export function outcomeOf(reply: NeutralReply): Outcome {
  const { id, model, finish, tokens, fault } = reply;
  return { id, model, finish, tokens, fault, complete: finish !== undefined && fault === undefined };
}

/** The outcome once one more event was seen. */
export function observe(outcome: Outcome, event: NeutralEvent): Outcome {
  switch (event.kind) {
    case 'begin':
      return { ...outcome, id: event.id, model: event.model };
    case 'usage':
      return { ...outcome, tokens: event.tokens };
    case 'finish':
      return { ...outcome, finish: event.reason, complete: true };
    case 'fault':
      return { ...outcome, fault: event.fault, complete: false };
    case 'block-start':
    case 'block-delta':
    case 'citation':
    case 'block-end':
    case 'foreign':
      return outcome;
  }
}
