import { certain, type Cells } from './cells.js';
import type { EvidenceDecision, EvidencePolicy, EvidenceRequestShape } from './request-evidence.js';

/** A row of `request_routing_decisions`. */
export function decisionOf(cells: Cells): EvidenceDecision {
  const { text, number, flag, words } = cells;
  return {
    strategy: certain(text('strategy')),
    candidateCount: certain(number('candidate_count')),
    eligibleCount: certain(number('eligible_count')),
    selectedTarget: text('selected_target'),
    fallbackCount: certain(number('fallback_count')),
    needs: words('needs'),
    outputCapTokens: number('output_cap_tokens'),
    toolSchemaBytes: number('tool_schema_bytes'),
    isIssuerBound: certain(flag('is_issuer_bound')),
    prefersHome: certain(flag('prefers_home')),
    drawPerMillion: number('draw_per_million'),
    affinity: text('affinity'),
    isColdStart: flag('is_cold_start'),
    policy: policyOf(cells),
    shape: shapeOf(cells),
  };
}

function policyOf({ text, number }: Cells): EvidencePolicy | undefined {
  const kind = text('policy_kind');
  if (kind === undefined) return undefined;
  return {
    kind,
    version: text('policy_version'),
    outcome: certain(text('policy_outcome')),
    durationMs: number('policy_ms'),
    error: text('policy_error'),
    choice: text('policy_choice'),
    classLabel: text('class_label'),
  };
}

/** Every shape says whether it asks for reasoning: a row that does not is from before there were any. */
function shapeOf({ text, number, flag, words }: Cells): EvidenceRequestShape | undefined {
  const asksReasoning = flag('asks_reasoning');
  if (asksReasoning === undefined) return undefined;
  return {
    toolChoice: text('tool_choice'),
    parallelToolCalls: flag('parallel_tool_calls'),
    structuredOutput: certain(flag('is_structured_output')),
    prefill: certain(flag('is_prefill')),
    systemInside: certain(flag('is_system_inside')),
    modalities: words('modalities'),
    hostedTools: words('hosted_tools'),
    lossyFields: words('lossy_fields'),
    features: words('features'),
    asksReasoning,
    reasoningEffort: text('reasoning_effort'),
    reasoningBudgetTokens: number('reasoning_budget_tokens'),
    isDialectBound: certain(flag('is_dialect_bound')),
    boundIssuer: text('bound_issuer'),
    homeIssuer: text('home_issuer'),
    homeDialect: text('home_dialect'),
    conversationKey: text('conversation_key'),
  };
}
