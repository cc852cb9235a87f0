import type { AffinityOutcome, AskFacts, Caller, DialectName, Fault, Target } from '@smart-router/core';
import type { ModelGroup } from '@smart-router/config';
import { chooseField, noEligibleTarget, type EligibilityContext, type Field } from '@smart-router/eligibility';
import {
  choosePlan,
  isPolicy,
  type Ordered,
  type Plan,
  type RoutePolicy,
  type Signals,
  type StrategyName,
} from '@smart-router/routing';
import type { AskState } from '../state/ask-state.js';
import { preferHome } from '../state/prefer-home.js';
import { followPolicy, type PolicyRun } from './follow-policy.js';
import { affinityOutcome, preferWarm } from './prefer-warm.js';

/** Everything a decision is made of: values, and functions that only read. */
export interface DecisionQuestion {
  readonly requestId: string;
  readonly group: ModelGroup;
  /** The targets to look at, in the configured order. */
  readonly targets: readonly Target[];
  readonly facts: AskFacts;
  readonly state: Pick<AskState, 'boundIssuer' | 'home'>;
  readonly caller: Caller;
  readonly signals: Omit<Signals, 'facts'>;
  readonly conversationKey: string | undefined;
  /** Of a group whose strategy is one. */
  readonly policy: RoutePolicy | undefined;
  /** Top-level fields that a translation to that dialect would have to refuse. */
  refusedFields(dialect: DialectName): readonly string[];
  /** The body of the request, for a policy that may have it. */
  body(): string;
  readonly signal: AbortSignal | undefined;
}

/** Whom to ask, in which order, and why. */
export interface Decision {
  readonly field: Field;
  /** In the order to try; empty when there is a fault. */
  readonly plan: readonly Target[];
  readonly ordered: Ordered;
  /** The first number drawn by chance, 0 to 1. */
  readonly draw: number | undefined;
  readonly affinity: AffinityOutcome | undefined;
  /** `undefined` where the strategy is no policy. */
  readonly policy: PolicyRun | undefined;
  /** Why nobody may be asked. */
  readonly fault: Fault | undefined;
}

const nothing: Ordered = { targets: [] };

/**
 * Who can serve a request, and in which order they are asked: the one decision that requests, dry runs and rehearsals
 * share. It changes nothing and asks nobody but a policy.
 */
export async function decide(question: DecisionQuestion): Promise<Decision> {
  const { group, facts, state } = question;
  const field = chooseField(eligibilityOf(question));
  const none = { field, plan: [], ordered: nothing, draw: undefined, affinity: undefined, policy: undefined };
  if (field.candidates.length === 0) return { fault: noEligibleTarget(field, facts, group.contract), ...none };
  const chosen = await order(question, field.candidates);
  if (chosen.fault !== undefined) return { fault: chosen.fault, ...none, policy: chosen.policy };
  const plan = preferHome(chosen.ordered.targets, state);
  const affinity = affinityOutcome(question, field.candidates, plan);
  return { field, plan, ordered: chosen.ordered, draw: chosen.draw, affinity, policy: chosen.policy, fault: undefined };
}

/** What is looked at to tell who can serve a request. */
export function eligibilityOf(question: DecisionQuestion): EligibilityContext {
  const { targets, facts, state } = question;
  return {
    targets,
    facts,
    boundIssuer: state.boundIssuer,
    refusedFields: (dialect) => question.refusedFields(dialect),
    contract: contractInForce(question),
  };
}

function contractInForce({ group, signals }: DecisionQuestion): EligibilityContext['contract'] {
  const { observations, nowMs } = signals;
  return group.contract && { contract: group.contract, observations, nowMs };
}

type Chosen = Pick<Decision, 'ordered' | 'draw' | 'policy' | 'fault'>;

async function order(question: DecisionQuestion, candidates: readonly Target[]): Promise<Chosen> {
  const { strategy } = question.group.routing;
  if (isPolicy(strategy)) return followPolicy(question, candidates);
  return orderByStrategy(question, strategy, candidates);
}

/** The order that one of the router's own strategies gives. */
export function orderByStrategy(
  question: DecisionQuestion,
  strategy: StrategyName,
  candidates: readonly Target[],
): Chosen {
  const { group, facts, signals } = question;
  const plan = choosePlan(candidates, { ...group.routing, strategy }, { facts, ...signals });
  return { ordered: warmFirst(question, plan), draw: plan.draw, policy: undefined, fault: undefined };
}

/** A strategy that reads how warm a target is has weighed that against everything else. */
function warmFirst({ signals }: DecisionQuestion, plan: Plan): Ordered {
  return plan.weighsWarmth ? plan : { ...plan, targets: preferWarm(plan.targets, signals.warmTarget) };
}
