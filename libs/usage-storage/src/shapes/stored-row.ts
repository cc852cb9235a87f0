import type { CostBasis, DialectName, FilterReason, UpstreamClass } from '@smart-router/core';
import { cellsOfValues, certain, type Cells } from '../evidence/cells.js';
import { shapeOf } from '../evidence/shape-row.js';
import { callerOf, pricesOf, tokensOf } from '../evidence/usage-cells.js';
import type { StoredAttempt, StoredCandidate, StoredDecision, StoredRequest } from './stored-request.js';

/** A row as it was asked for: sizes are doubles, amounts bigint. */
export type LedgerRow = Readonly<Record<string, unknown>>;

/** A request out of its rows. Its words are those the ledger's writer put there. */
export function storedRequest(
  row: LedgerRow,
  attempts: readonly LedgerRow[],
  candidates: readonly LedgerRow[],
): StoredRequest {
  const cells = cellsOfValues(row);
  const { text, number, flag, amount } = cells;
  const prices = pricesOf(cells);
  return {
    requestId: certain(text('request_id')),
    isInShare: flag('is_in_share') === true,
    startedAt: certain(number('started_ms')),
    caller: callerOf(cells),
    dialect: certain(text('inbound_dialect')) as DialectName,
    requestedModel: text('requested_model'),
    group: text('resolved_group'),
    stream: flag('stream') === true,
    status: number('status') ?? 0,
    errorType: text('error_type'),
    target: text('target'),
    model: text('target_model'),
    latencyMs: number('latency_ms') ?? 0,
    requestBytes: number('request_bytes') ?? 0,
    estimatedInputTokens: number('estimated_input_tokens') ?? 0,
    toolCount: number('tool_count') ?? 0,
    imageCount: number('image_count') ?? 0,
    tokens: tokensOf(cells),
    costNanoUsd: amount('cost_nano_usd'),
    costBasis: certain(text('cost_basis')) as CostBasis,
    serviceTier: text('service_tier'),
    prices: Object.keys(prices).length === 0 ? undefined : prices,
    decision: decisionOf(cells),
    attempts: attempts.map(attemptOf),
    candidates: candidates.map(candidateOf),
  };
}

/** `undefined` where its shape was not kept. */
function decisionOf(cells: Cells): StoredDecision | undefined {
  const { text, number } = cells;
  const [strategy, shape] = [text('strategy'), shapeOf(cells)];
  if (strategy === undefined || shape === undefined) return undefined;
  return {
    ...{ strategy, shape, selectedTarget: text('selected_target'), drawPerMillion: number('draw_per_million') },
    ...{ outputCapTokens: number('output_cap_tokens'), toolSchemaBytes: number('tool_schema_bytes') ?? 0 },
  };
}

function attemptOf(row: LedgerRow): StoredAttempt {
  const { text, number } = cellsOfValues(row);
  return {
    ...{ target: text('target') ?? '', startedAt: certain(number('started_ms')) }, // the first rows had no target
    ...{ durationMs: number('duration_ms') ?? 0, firstTokenMs: number('first_token_ms') },
    errorClass: text('error_class') as UpstreamClass | undefined,
  };
}

function candidateOf(row: LedgerRow): StoredCandidate {
  const { text, number, words } = cellsOfValues(row);
  return {
    target: certain(text('target')),
    reasons: words('filter_reasons') as readonly FilterReason[],
    place: number('plan_place'),
  };
}
