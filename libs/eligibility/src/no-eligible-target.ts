import { fault, type AskFacts, type DialectName, type Fault, type FilterReason } from '@smart-router/core';
import type { Contract } from './contract/contract.js';
import type { Field } from './field.js';
import { hints } from './hints.js';
import { requirementsOf } from './requirements.js';

/** Errors list this many excluded targets at most. */
const maxListed = 20;

/**
 * The fault of a request that no target of its group can serve: what it needs, and why each target cannot give it. Where
 * nothing but a field of the caller stands in the way, the caller is told that field; and where the contract of the group
 * does not offer the caller's dialect, that.
 */
export function noEligibleTarget(field: Field, facts: AskFacts, contract?: Contract): Fault {
  const offered = contract?.supportedDialects;
  if (offered?.includes(facts.dialect) === false) return dialectNotOffered(offered, field, facts);
  const lost = fieldInTheWay(field);
  return lost === undefined ? noTargetFits(field, facts) : fieldLost(lost, field, facts);
}

/** A field that every target would take the request without. */
function fieldInTheWay({ excluded }: Field): string | undefined {
  const onlyLosses = excluded.every(({ reasons }) => reasons.every((reason) => reason === 'translation-loss'));
  return onlyLosses ? excluded[0]?.lostFields?.[0] : undefined;
}

function fieldLost(param: string, field: Field, facts: AskFacts): Fault {
  const dialects = [...new Set(field.excluded.map(({ target }) => target.endpoint.dialect))].join(', ');
  const message = `${param} cannot be carried to a target of ${dialects}, and the group has no target of ${facts.dialect}`;
  return fault('unsupported-parameter', message, {
    details: { param, dialect: facts.dialect, excluded: listed(field), hint: hintFor(field), retryable: false },
  });
}

function noTargetFits(field: Field, facts: AskFacts): Fault {
  const message = `no eligible upstream target is configured for ${groupIn(facts)} with ${facts.dialect} requests requiring ${requirementsOf(facts).join(', ')}`;
  return fault('no-eligible-target', message, { details: detailsOf(field, facts) });
}

function groupIn({ model }: AskFacts): string {
  return model === undefined ? 'the default model group' : `model "${model}"`;
}

function detailsOf(field: Field, facts: AskFacts): Fault['details'] {
  return {
    ...(facts.model === undefined ? {} : { model: facts.model }),
    dialect: facts.dialect,
    requirements: requirementsOf(facts),
    excluded: listed(field),
    hint: hintFor(field),
    retryable: false,
  };
}

/** The caller can do something about it, and so is told nothing else. */
function dialectNotOffered(offered: readonly DialectName[], field: Field, facts: AskFacts): Fault {
  const message = `${groupIn(facts)} does not serve ${facts.dialect} callers: its contract offers ${offered.join(', ')}`;
  return fault('no-eligible-target', message, { details: detailsOf(field, facts) });
}

function listed({ excluded }: Field): NonNullable<Fault['details']['excluded']> {
  return excluded.slice(0, maxListed).map(({ target, reasons, lostFields }) => ({
    target: target.id,
    reasons,
    ...(lostFields && { lost_fields: lostFields }),
  }));
}

/** The advice that would help most: a target with one reason is the closest to serving, so its reason comes first. */
function hintFor(field: Field): string {
  let nearest: readonly FilterReason[] = [];
  for (const { reasons } of field.excluded) {
    if (nearest.length === 0 || reasons.length < nearest.length) nearest = reasons;
  }
  return nearest[0] === undefined ? 'The group has no targets.' : nearest.map((reason) => hints[reason]).join(' ');
}
