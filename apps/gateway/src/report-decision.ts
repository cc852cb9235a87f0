import { policyEntry, scoreEntry } from '@smart-router/relay';
import type { RequestEvidence } from '@smart-router/usage-storage';

type Decision = NonNullable<RequestEvidence['decision']>;
type Candidate = RequestEvidence['candidates'][number];

/** How the targets of a request were chosen, as its caller may read it. Accounts at providers stay with the operator. */
export function reportDecision(decision: Decision): unknown {
  return {
    strategy: decision.strategy,
    candidate_count: decision.candidateCount,
    eligible_count: decision.eligibleCount,
    fallback_count: decision.fallbackCount,
    selected_target: decision.selectedTarget ?? null,
    needs: decision.needs,
    output_cap_tokens: decision.outputCapTokens ?? null,
    issuer_bound: decision.isIssuerBound,
    affinity: decision.affinity ?? null,
    cold_start: decision.isColdStart ?? null,
    policy: decision.policy === undefined ? null : policyEntry(decision.policy, decision.policy.choice),
    shape: shapeOf(decision),
  };
}

/** A target that was looked at, as the caller may read it. */
export function reportCandidate({ number, target, reasons, place, score }: Candidate): unknown {
  const eligible = reasons.length === 0;
  return {
    number,
    target,
    eligible,
    reasons,
    place: place ?? null,
    score: score === undefined ? null : scoreEntry(score),
  };
}

function shapeOf({ shape }: Decision): unknown {
  if (shape === undefined) return null;
  return {
    modalities: shape.modalities,
    tool_choice: shape.toolChoice ?? null,
    parallel_tool_calls: shape.parallelToolCalls ?? null,
    hosted_tools: shape.hostedTools,
    structured_output: shape.structuredOutput,
    reasoning: shape.asksReasoning,
    reasoning_effort: shape.reasoningEffort ?? null,
    reasoning_budget_tokens: shape.reasoningBudgetTokens ?? null,
    prefill: shape.prefill,
    system_inside: shape.systemInside,
    lossy_fields: shape.lossyFields,
    features: shape.features,
    dialect_bound: shape.isDialectBound,
  };
}
