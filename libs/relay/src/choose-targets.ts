import { refuse, succeed, type DialectName, type Result, type Target } from '@smart-router/core';
import { lossesTo, type Ask } from '@smart-router/dialects';
import { chooseField, noEligibleTarget } from '@smart-router/eligibility';
import { choosePlan } from '@smart-router/routing';
import { targetsFor } from './compaction.js';
import type { ReadyTrip } from './journey-state.js';
import type { AskState } from './state/ask-state.js';
import { preferHome } from './state/prefer-home.js';

/** The targets to ask, in the order to try: who can serve the request, and among those whom the group prefers. */
export function chooseTargets(trip: ReadyTrip, state: AskState): Result<readonly Target[]> {
  const able = targetsFor(trip);
  if (!able.ok) return able;
  const { facts } = trip.ask;
  const { routing } = trip.group;
  const field = chooseField({
    targets: able.value,
    facts,
    boundIssuer: state.boundIssuer,
    refusedFields: (dialect) => refusedFields(trip.ask, dialect),
  });
  const decided = { strategy: routing.strategy, facts, targets: able.value, field, state };
  if (field.candidates.length === 0) {
    trip.trace.noteDecision({ ...decided, plan: [], draw: undefined });
    return refuse(noEligibleTarget(field, facts));
  }
  const chosen = choosePlan(field.candidates, routing, { rng: trip.house.ports.rng });
  const plan = preferHome(chosen.targets, state);
  trip.trace.noteDecision({ ...decided, plan, draw: chosen.draw });
  return succeed(plan);
}

function refusedFields(ask: Ask, dialect: DialectName): readonly string[] {
  return dialect === ask.dialect ? [] : lossesTo(ask.facts, dialect).refused;
}
