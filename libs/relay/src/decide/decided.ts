import type { AskFacts, CandidateRecord, DecisionRecord, DialectName, FilterReason, Target } from '@smart-router/core';
import { lossesTo } from '@smart-router/dialects';
import { requirementsOf } from '@smart-router/eligibility';
import type { AskState } from '../state/ask-state.js';
import type { Decision } from './decide.js';
import { placeIn } from './place-in.js';
import { requestShape } from './request-shape.js';

/** A group may have more targets; of so many the ledger tells. */
const maxCandidates = 64;

const perMillion = 1_000_000;

/** A decision as it was made: the values it was made of, nothing copied. */
export interface Decided {
  readonly strategy: string;
  readonly facts: AskFacts;
  /** In the configured order. */
  readonly targets: readonly Target[];
  readonly state: Pick<AskState, 'boundIssuer' | 'home'>;
  readonly conversationKey: string | undefined;
  readonly decision: Decision;
}

/** The decision as the ledger keeps it. */
export function decisionRecord({
  strategy,
  facts,
  targets,
  state,
  conversationKey,
  decision,
}: Decided): DecisionRecord {
  const { field, plan, draw, affinity, ordered, policy } = decision;
  return {
    strategy,
    candidateCount: targets.length,
    eligibleCount: field.candidates.length,
    selectedTarget: plan[0]?.id,
    fallbackCount: Math.max(0, plan.length - 1),
    needs: requirementsOf(facts),
    outputCapTokens: facts.outputCap,
    toolSchemaBytes: facts.toolSchemaBytes,
    isIssuerBound: state.boundIssuer !== undefined,
    prefersHome: state.home !== undefined,
    drawPerMillion: draw === undefined ? undefined : Math.floor(draw * perMillion),
    affinity,
    isColdStart: ordered.isColdStart,
    policy: policy?.record(),
    shape: requestShape(facts, state, conversationKey),
  };
}

/** The targets it was made among, bounded. */
export function candidateRecords({ facts, targets, decision }: Decided): readonly CandidateRecord[] {
  const { field, plan, ordered } = decision;
  const reasons = new Map(field.excluded.map((exclusion) => [exclusion.target, exclusion.reasons]));
  const lost = countingLosses(facts);
  return targets.slice(0, maxCandidates).map((target, index) => ({
    number: index + 1,
    target: target.id,
    provider: target.endpoint.provider,
    model: target.model,
    dialect: target.endpoint.dialect,
    weight: target.weight,
    reasons: reasons.get(target) ?? noReasons,
    place: placeIn(plan, target),
    lostFieldCount: lost(target.endpoint.dialect),
    score: ordered.scores?.get(target.id),
  }));
}

const noReasons: readonly FilterReason[] = [];

/** Targets share few dialects: each is counted once. */
function countingLosses(facts: AskFacts): (dialect: DialectName) => number | undefined {
  const known: Partial<Record<DialectName, number>> = {};
  return (dialect) => (dialect === facts.dialect ? undefined : (known[dialect] ??= countLosses(facts, dialect)));
}

function countLosses(facts: AskFacts, dialect: DialectName): number {
  const { dropped, refused } = lossesTo(facts, dialect);
  return dropped.length + refused.length;
}
