import { statusOf, type AskFacts, type PolicyRecord } from '@smart-router/core';
import { complexityBucket } from '@smart-router/routing';
import type { Explanation, ExplainedTarget } from './explanation.js';
import { planOf } from './plan-of.js';
import { explanationWords } from './explanation-words.js';
import { policyEntry } from './policy-entry.js';
import { scoreEntry } from './score-entry.js';
import { tellingOf, type TargetNames, type Telling } from './telling.js';
import { toMillionth } from './to-millionth.js';

/**
 * An explanation as `POST /v1/route/explain` and `smart-router explain --format json` tell it. Members are `null` where
 * nothing is known or nothing applies.
 *
 * @param targets whether targets go by their names or by their numbers, as the answers' headers do. With numbers, what is
 * declared and observed of a target stays with the operator.
 */
export function explanationReport(explanation: Explanation, targets: TargetNames): unknown {
  const telling = tellingOf(targets);
  const { refusal, policy } = explanation;
  return {
    ...{ object: 'route.explanation', request_id: explanation.requestId },
    ...{ group: explanation.group, dialect: explanation.facts.dialect, strategy: explanation.strategy },
    purpose: explanation.purpose,
    facts: factsOf(explanation.facts),
    complexity: { score: toMillionth(explanation.complexity), bucket: complexityBucket(explanation.complexity) },
    requirements: explanation.requirements,
    issuer_bound: explanation.isIssuerBound,
    prefers_home: explanation.prefersHome,
    targets: explanation.targets.map((target) => targetOf(target, telling)),
    plan: planOf(explanation).map(telling.nameOf),
    chance: chanceOf(explanation),
    cold_start: explanation.isColdStart ?? null,
    affinity: explanation.affinity ?? null,
    policy: policy === undefined ? null : policyOf(policy, explanation, telling),
    canary: canaryOf(explanation, telling),
    refusal: refusal === undefined ? null : { type: refusal.type, status: statusOf(refusal), message: refusal.message },
    words: explanationWords(explanation, targets),
  };
}

function factsOf(facts: AskFacts): unknown {
  return {
    stream: facts.stream,
    request_bytes: facts.requestBytes,
    estimated_input_tokens: facts.estimatedInputTokens,
    output_cap: facts.outputCap ?? null,
    tool_count: facts.toolCount,
    tool_schema_bytes: facts.toolSchemaBytes,
    tool_choice: facts.toolChoice ?? null,
    parallel_tool_calls: facts.parallelToolCalls ?? null,
    hosted_tools: facts.hostedTools,
    modalities: facts.modalities,
    image_count: facts.imageCount,
    structured_output: facts.structuredOutput,
    reasoning: facts.reasoning === undefined ? null : reasoningOf(facts.reasoning),
    prefill: facts.prefill,
    system_inside: facts.systemInside,
    features: facts.features,
  };
}

function reasoningOf({ effort, budgetTokens }: NonNullable<AskFacts['reasoning']>): unknown {
  return { effort: effort ?? null, budget_tokens: budgetTokens ?? null };
}

function targetOf(target: ExplainedTarget, { nameOf, tellsTargets }: Telling): unknown {
  const { reasons, place, firstShare, held } = target;
  const score = tellsTargets ? target.score : undefined;
  return {
    ...{ number: target.number, target: nameOf(target) },
    ...(tellsTargets ? { dialect: target.dialect, weight: target.weight, dropped_fields: target.droppedFields } : {}),
    eligible: reasons.length === 0,
    reasons: reasons.map(({ reason, words, hint }) => ({ reason, ...(tellsTargets ? { words } : {}), hint })),
    place: place ?? null,
    first_share: firstShare ?? null,
    score: score === undefined ? null : scoreEntry(score),
    held: held === undefined ? null : heldOf(held),
  };
}

function heldOf({ reasons, buckets, retryAfterMs }: NonNullable<ExplainedTarget['held']>): unknown {
  return { reasons, buckets, retry_after_ms: retryAfterMs ?? null };
}

function chanceOf({ draw, drawCount }: Explanation): unknown {
  if (drawCount === undefined) return null;
  return { draw: draw === undefined ? null : toMillionth(draw), first_shares: `counted over ${drawCount} draws` };
}

function policyOf(policy: PolicyRecord, { targets }: Explanation, { nameOf }: Telling): unknown {
  const chosen = targets.find(({ id }) => id === policy.choice);
  return policyEntry(policy, chosen && nameOf(chosen));
}

function canaryOf({ canary }: Explanation, { nameOf }: Telling): unknown {
  return canary === undefined ? null : { target: nameOf(canary), share_percent: canary.sharePercent };
}
