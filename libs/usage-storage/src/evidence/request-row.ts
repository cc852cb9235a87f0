import type { CostBasis } from '@smart-router/core';
import { certain, type Cells } from './cells.js';
import type { EvidenceRequest } from './request-evidence.js';
import { callerOf, pricesOf, tokensOf } from './usage-cells.js';

/** A row of `request_usage`. */
export function requestOf(cells: Cells): EvidenceRequest {
  return {
    ...namesOf(cells),
    ...callerOf(cells),
    ...askOf(cells),
    ...answerOf(cells),
    ...timesOf(cells),
    ...countsOf(cells),
  };
}

function namesOf({ text, number, amount }: Cells) {
  return {
    requestId: certain(text('request_id')),
    startedAt: certain(number('started_at')),
    clientRequestId: text('client_request_id'),
    client: text('client'),
    writerId: certain(text('writer_id')),
    writerSeq: certain(amount('writer_seq')),
  };
}

function askOf({ text, number, flag }: Cells) {
  return {
    dialect: certain(text('inbound_dialect')),
    requestedModel: text('requested_model'),
    group: text('resolved_group'),
    stream: certain(flag('stream')),
    requestBytes: number('request_bytes'),
    toolCount: number('tool_count'),
    imageCount: number('image_count'),
    estimatedInputTokens: number('estimated_input_tokens'),
    reservedOutputTokens: number('reserved_output_tokens'),
    catalogHash: text('catalog_hash'),
  };
}

function answerOf({ text, number, flag }: Cells) {
  return {
    target: text('target'),
    provider: text('target_provider'),
    model: text('target_model'),
    targetDialect: text('target_dialect'),
    status: certain(number('status')),
    onDisconnect: text('on_disconnect'),
    errorType: text('error_type'),
    errorClass: text('error_class'),
    finish: text('finish'),
    attemptCount: certain(number('attempt_count')),
    fallbackUsed: certain(flag('fallback_used')),
    notes: text('notes'),
    callerShapeEventCount: number('caller_shape_event_count'),
    upstreamShapeEventCount: number('upstream_shape_event_count'),
    traceEventCount: number('trace_event_count'),
  };
}

function timesOf({ number }: Cells) {
  const [startedAt, admittedAt] = [certain(number('started_at')), number('admitted_at')];
  return {
    latencyMs: certain(number('latency_ms')),
    firstTokenMs: number('first_token_ms'),
    bodyReadMs: number('body_read_ms'),
    admittedMs: admittedAt === undefined ? undefined : admittedAt - startedAt,
    plannedMs: number('planned_ms'),
  };
}

function countsOf(cells: Cells) {
  const { text, number, amount } = cells;
  return {
    tokens: tokensOf(cells),
    countedTokens: number('counted_tokens'),
    countedCostNanoUsd: amount('counted_cost_nano_usd'),
    costNanoUsd: amount('cost_nano_usd'),
    costBasis: certain(text('cost_basis')) as CostBasis, // written from that type alone
    upstreamCostNanoUsd: amount('upstream_cost_nano_usd'),
    serviceTier: text('service_tier'),
    prices: pricesOf(cells),
  };
}
