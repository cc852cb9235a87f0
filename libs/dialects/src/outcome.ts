import type { IssuedState } from '@smart-router/core';
import type { Billing } from './billing.js';
import type { Outcome } from './dialect.js';
import type { NeutralEvent } from './neutral/events.js';
import type { Proof } from './neutral/proof.js';
import type { NeutralReply } from './neutral/reply.js';

/** Before anything was seen. */
export const nothingSeen: Outcome = {
  id: undefined,
  model: undefined,
  finish: undefined,
  tokens: {},
  fault: undefined,
  complete: false,
  state: undefined,
  billing: undefined,
};

/** What a whole reply amounts to. */
export function outcomeOf(reply: NeutralReply): Outcome {
  const { id, model, finish, tokens, fault } = reply;
  const complete = finish !== undefined && fault === undefined;
  return withState(
    { id, model, finish, tokens, fault, complete, state: undefined, billing: undefined },
    reply.blocks.flatMap(({ proof }) => issued(proof)),
  );
}

/** Of one answer so many pieces are kept: more than a request may bring back, and no memory for a provider to fill. */
const maxState = 4096;

/** The outcome with more that its caller may bring back. */
export function withState(outcome: Outcome, state: readonly IssuedState[]): Outcome {
  return state.length === 0 ? outcome : { ...outcome, state: joinState(outcome.state ?? [], state) };
}

/** The outcome with what the provider said of the charge. */
export function withBilling(outcome: Outcome, billing: Billing | undefined): Outcome {
  return billing === undefined ? outcome : { ...outcome, billing };
}

/** What was given so far and what came on top, bounded. */
export function joinState(known: readonly IssuedState[], more: readonly IssuedState[]): readonly IssuedState[] {
  return more.length === 0 || known.length >= maxState ? known : [...known, ...more].slice(0, maxState);
}

function issued(proof: Proof | undefined): readonly IssuedState[] {
  return proof === undefined ? [] : [{ kind: 'proof', value: proof.value }];
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
    case 'block-end':
      return withState(outcome, issued(event.proof));
    case 'block-start':
    case 'block-delta':
    case 'citation':
    case 'foreign':
      return outcome;
  }
}
