import { succeed, type Result, type Target } from '@smart-router/core';
import type { ModelGroup } from '@smart-router/config';
import { lossesTo } from '@smart-router/dialects';
import { explainExclusion, requirementsOf } from '@smart-router/eligibility';
import { complexityOf } from '@smart-router/routing';
import { compactionDialect, targetsToCompact } from '../compaction.js';
import { findConversation } from '../conversation.js';
import { decide, eligibilityOf, type Decision, type DecisionQuestion } from '../decide/decide.js';
import { placeIn } from '../decide/place-in.js';
import { questionOf } from '../decide/question-of.js';
import type { Deciding } from '../journey-state.js';
import { findState } from '../state/find-state.js';
import type { ExplainedCanary, ExplainedTarget, Explanation, Held } from './explanation.js';
import { firstShares, type FirstShares } from './first-shares.js';
import { heardOut } from './heard-out.js';
import type { ExplainedAs } from './read-explain-body.js';

/** How it is explained, beside by what. */
export interface ExplainWays extends Pick<ExplainedAs, 'purpose'> {
  /** What has to be known of how it is found out, a sentence each. */
  readonly notes: readonly string[];
  /** Looks which targets have no room now; where nobody can know that, it is left out. */
  room?(plan: readonly Target[]): Promise<ReadonlyMap<string, Held> | undefined>;
}

/**
 * What would be decided of a request now, and why: the decision that requests go by, and nothing of what follows it. It
 * sends nothing, counts nothing and remembers nothing; the policy of the group is asked.
 */
export async function explainAsk(trip: Deciding, { purpose, notes, room }: ExplainWays): Promise<Result<Explanation>> {
  const able = purpose === 'compaction' ? targetsToCompact(trip.group) : succeed(trip.group.targets);
  if (!able.ok) return able;
  const [state, conversation] = await Promise.all([findState(trip), findConversation(trip)]);
  if (!state.ok) return state;
  const question = questionOf(trip, { state: state.value, conversation }, able.value);
  const heard = heardOut(question.policy);
  const decision = await decide({ ...question, policy: heard?.policy });
  await heard?.answered();
  const chances = decision.fault === undefined ? await firstShares(question, decision.field.candidates) : undefined;
  const held = await room?.(decision.plan);
  return succeed(explanationOf(question, { purpose, decision, chances, held, notes }));
}

interface Found extends Pick<ExplainedAs, 'purpose'> {
  readonly decision: Decision;
  readonly chances: FirstShares | undefined;
  readonly held: ReadonlyMap<string, Held> | undefined;
  readonly notes: readonly string[];
}

function explanationOf(question: DecisionQuestion, { purpose, decision, chances, held, notes }: Found): Explanation {
  const { group, facts, state, requestId } = question;
  const { routing } = group;
  return {
    ...{ requestId, group: group.name, strategy: routing.strategy, facts, purpose },
    requirements: requirementsOf(facts),
    complexity: complexityOf(facts),
    targets: explainedTargets(question, decision).map((target) => ({
      ...target,
      held: held?.get(target.id),
      firstShare: chances && target.place !== undefined ? (chances.shares.get(target.id) ?? 0) : undefined,
    })),
    draw: decision.draw,
    drawCount: chances?.drawCount,
    isColdStart: decision.ordered.isColdStart,
    affinity: decision.affinity,
    prefersHome: state.home !== undefined,
    isIssuerBound: state.boundIssuer !== undefined,
    policy: decision.policy?.record(),
    canary: explainedCanary(group),
    refusal: decision.fault,
    notes: [
      ...notes,
      ...othersNotes(question),
      ...(isAsked(decision) ? [policyNote] : []),
      held === undefined ? unlookedNote : roomNote,
    ],
  };
}

/** The weights of the group in force are those that give it its share. */
function explainedCanary({ canary, targets }: ModelGroup): ExplainedCanary | undefined {
  const index = targets.findIndex(({ id }) => id === canary?.targetId);
  const target = targets[index];
  if (target === undefined) return undefined;
  const all = targets.reduce((sum, { weight }) => sum + weight, 0);
  const sharePercent = all === 0 ? 0 : Math.round((target.weight / all) * 10_000) / 100;
  return { id: target.id, number: index + 1, sharePercent };
}

function isAsked({ policy }: Decision): boolean {
  return policy !== undefined && policy.record().outcome !== 'baseline';
}

/** A target of another dialect is no target of a compaction at all. */
function othersNotes({ group, targets }: DecisionQuestion): readonly string[] {
  const others = group.targets.length - targets.length;
  return others === 0
    ? []
    : [`Only a target that speaks ${compactionDialect} can make a compaction: ${others} of the group cannot.`];
}

const policyNote = 'The policy of the group was asked as for a request.';

const roomNote = 'Who has no room now was looked at, and nothing was reserved; it may have room when it is asked.';

const unlookedNote = 'Whether a target pauses or has room is not looked at: that is found out when it is asked.';

function explainedTargets(
  question: DecisionQuestion,
  { field, plan, ordered }: Decision,
): readonly Omit<ExplainedTarget, 'firstShare' | 'held'>[] {
  const context = eligibilityOf(question);
  return question.targets.map((target) => {
    const exclusion = field.excluded.find((each) => each.target === target);
    return {
      number: question.group.targets.indexOf(target) + 1,
      id: target.id,
      dialect: target.endpoint.dialect,
      weight: target.weight,
      reasons: exclusion === undefined ? [] : explainExclusion(exclusion, context),
      place: placeIn(plan, target),
      score: ordered.scores?.get(target.id),
      droppedFields: lossesTo(question.facts, target.endpoint.dialect).dropped,
    };
  });
}
