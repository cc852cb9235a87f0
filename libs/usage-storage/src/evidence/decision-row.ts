import { certain, type Cells } from './cells.js';
import type { EvidenceDecision, EvidencePolicy } from './request-evidence.js';
import { shapeOf } from './shape-row.js';

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
