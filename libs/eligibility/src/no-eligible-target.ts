import { fault, type AskFacts, type Fault } from '@smart-router/core';
import type { Field, Reason } from './field.js';
import { hints } from './hints.js';
import { requirementsOf } from './requirements.js';

/** Errors list this many excluded targets at most. */
const maxListed = 20;

/** The fault of a request that no target of its group can serve: what it needs, and why each target cannot give it. */
export function noEligibleTarget(field: Field, facts: AskFacts): Fault {
  const requirements = requirementsOf(facts);
  const group = facts.model === undefined ? 'the default model group' : `model "${facts.model}"`;
  const message = `no eligible upstream target is configured for ${group} with ${facts.dialect} requests requiring ${requirements.join(', ')}`;
  const excluded = field.excluded.slice(0, maxListed).map(({ target, reasons }) => ({ target: target.id, reasons }));
  return fault('no-eligible-target', message, {
    details: {
      ...(facts.model === undefined ? {} : { model: facts.model }),
      dialect: facts.dialect,
      requirements,
      excluded,
      hint: hintFor(field),
      retryable: false,
    },
  });
}

/** The advice that would help most: a target with one reason is the closest to serving, so its reason comes first. */
function hintFor(field: Field): string {
  let nearest: readonly Reason[] = [];
  for (const { reasons } of field.excluded) {
    if (nearest.length === 0 || reasons.length < nearest.length) nearest = reasons;
  }
  return nearest[0] === undefined ? 'The group has no targets.' : nearest.map((reason) => hints[reason]).join(' ');
}
