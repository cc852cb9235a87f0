import {
  scopeOfBucket,
  type AttemptRecord,
  type CallerShapeEvent,
  type CandidateRecord,
  type DecisionRecord,
  type TargetScore,
  type TermScore,
  type TraceEvent,
  type UpstreamShapeEvent,
  type UsageRecord,
} from '@smart-router/core';
import { column, type Column } from './column.js';

/** Notes are a bounded scalar: longer ones are cut here, in characters. */
const maxNotesLength = 1024;

/** A record with the mark of its writer: a gap in the numbers of one writer is a proven loss. */
export interface MarkedRecord {
  readonly record: UsageRecord;
  readonly writerId: string;
  readonly writerSeq: number;
}

/** What a row of `request_usage` is made of. */
export const usageColumns: readonly Column<MarkedRecord>[] = [
  column('started_at', 'timestamptz', ({ record }) => record.startedAt),
  column('request_id', 'text', ({ record }) => record.requestId),
  column('writer_id', 'text', ({ writerId }) => writerId),
  column('writer_seq', 'bigint', ({ writerSeq }) => writerSeq),
  column('token_id', 'text', ({ record }) => record.tokenId),
  column('key_id', 'text', ({ record }) => record.keyId),
  column('caller_organization', 'text', ({ record }) => record.organization),
  column('caller_user', 'text', ({ record }) => record.user),
  column('caller_project', 'text', ({ record }) => record.project),
  column('caller_environment', 'text', ({ record }) => record.environment),
  column('client_request_id', 'text', ({ record }) => record.clientRequestId),
  column('client', 'text', ({ record }) => record.client),
  column('inbound_dialect', 'text', ({ record }) => record.inboundDialect),
  column('requested_model', 'text', ({ record }) => record.requestedModel),
  column('resolved_group', 'text', ({ record }) => record.group),
  column('target', 'text', ({ record }) => record.target),
  column('target_provider', 'text', ({ record }) => record.provider),
  column('target_model', 'text', ({ record }) => record.model),
  column('target_dialect', 'text', ({ record }) => record.targetDialect),
  column('stream', 'boolean', ({ record }) => record.stream),
  column('status', 'integer', ({ record }) => record.status),
  column('on_disconnect', 'text', ({ record }) => record.onDisconnect),
  column('error_type', 'text', ({ record }) => record.errorType),
  column('error_class', 'text', ({ record }) => record.errorClass),
  column('finish', 'text', ({ record }) => record.finish),
  column('latency_ms', 'bigint', ({ record }) => elapsed(record.durationMs)),
  column('first_token_ms', 'bigint', ({ record }) => elapsed(record.firstTokenMs)),
  column('body_read_ms', 'bigint', ({ record }) => record.bodyReadMs),
  column('planned_ms', 'bigint', ({ record }) => record.plannedMs),
  column('attempt_count', 'integer', ({ record }) => record.attempts.length),
  column('fallback_used', 'boolean', ({ record }) => record.fallbackUsed),
  column('input_tokens', 'bigint', ({ record }) => record.tokens.input),
  column('cached_input_tokens', 'bigint', ({ record }) => record.tokens.cachedInput),
  column('cache_write_5m_tokens', 'bigint', ({ record }) => record.tokens.cacheWrite5m),
  column('cache_write_1h_tokens', 'bigint', ({ record }) => record.tokens.cacheWrite1h),
  column('output_tokens', 'bigint', ({ record }) => record.tokens.output),
  column('reasoning_tokens', 'bigint', ({ record }) => record.tokens.reasoning),
  column('image_input_tokens', 'bigint', ({ record }) => record.tokens.imageInput),
  column('estimated_input_tokens', 'bigint', ({ record }) => record.estimatedInputTokens),
  column('reserved_output_tokens', 'bigint', ({ record }) => record.reservedOutputTokens),
  column('admitted_at', 'timestamptz', ({ record }) => record.counted?.admittedAt),
  column('counted_tokens', 'bigint', ({ record }) => record.counted?.tokens),
  column('counted_cost_nano_usd', 'bigint', ({ record }) => record.counted?.costNanoUsd),
  column('cost_nano_usd', 'bigint', ({ record }) => record.costNanoUsd),
  column('cost_basis', 'text', ({ record }) => record.costBasis),
  column('upstream_cost_nano_usd', 'bigint', ({ record }) => record.upstreamCostNanoUsd),
  column('service_tier', 'text', ({ record }) => record.serviceTier),
  column('input_price_micro_usd', 'bigint', ({ record }) => record.prices?.inputMicroUsdPerMillion),
  column('cached_input_price_micro_usd', 'bigint', ({ record }) => record.prices?.cachedInputMicroUsdPerMillion),
  column('cache_write_5m_price_micro_usd', 'bigint', ({ record }) => record.prices?.cacheWrite5mMicroUsdPerMillion),
  column('cache_write_1h_price_micro_usd', 'bigint', ({ record }) => record.prices?.cacheWrite1hMicroUsdPerMillion),
  column('output_price_micro_usd', 'bigint', ({ record }) => record.prices?.outputMicroUsdPerMillion),
  column('reasoning_price_micro_usd', 'bigint', ({ record }) => record.prices?.reasoningMicroUsdPerMillion),
  column('image_input_price_micro_usd', 'bigint', ({ record }) => record.prices?.imageInputMicroUsdPerMillion),
  column('image_price_micro_usd', 'bigint', ({ record }) => record.prices?.imageMicroUsd),
  column('pricing_source', 'text', ({ record }) => record.prices?.source),
  column('pricing_updated', 'text', ({ record }) => record.prices?.updated),
  column('request_bytes', 'bigint', ({ record }) => record.requestBytes),
  column('tool_count', 'integer', ({ record }) => record.toolCount),
  column('image_count', 'integer', ({ record }) => record.imageCount),
  column('notes', 'text', ({ record }) => notesOf(record)),
  column('catalog_hash', 'text', ({ record }) => record.catalogHash),
  // A look-up that finds fewer rows than this knows that they were removed.
  column('caller_shape_event_count', 'integer', ({ record }) => record.callerShapeEvents.length || undefined),
  column('upstream_shape_event_count', 'integer', ({ record }) => record.upstreamShapeEvents.length || undefined),
  column('trace_event_count', 'integer', ({ record }) => record.traceEvents.length || undefined),
];

/** What a row of `request_attempts` is made of, beside the time and id of its request. */
export const attemptColumns: readonly Column<AttemptRecord>[] = [
  column('attempt_number', 'integer', (attempt) => attempt.number),
  column('attempt_started_at', 'timestamptz', (attempt) => attempt.startedAt),
  column('target', 'text', (attempt) => attempt.target),
  column('provider', 'text', (attempt) => attempt.provider),
  column('model', 'text', (attempt) => attempt.model),
  column('dialect', 'text', (attempt) => attempt.dialect),
  column('credential_id', 'text', (attempt) => attempt.credentialId),
  column('duration_ms', 'bigint', (attempt) => attempt.durationMs),
  column('connected_ms', 'bigint', (attempt) => attempt.connectedMs),
  column('first_byte_ms', 'bigint', (attempt) => attempt.firstByteMs),
  column('first_token_ms', 'bigint', (attempt) => attempt.firstTokenMs),
  column('upstream_status', 'integer', (attempt) => attempt.upstreamStatus),
  column('upstream_request_id', 'text', (attempt) => attempt.upstreamRequestId),
  column('error_class', 'text', (attempt) => attempt.errorClass),
  column('retry_after_ms', 'bigint', (attempt) => attempt.retryAfterMs),
  column('timeout_phase', 'text', (attempt) => attempt.timeoutPhase),
  column('is_kept', 'boolean', (attempt) => attempt.isKept),
  column('request_bytes', 'bigint', (attempt) => attempt.requestBytes),
  column('response_bytes', 'bigint', (attempt) => attempt.responseBytes),
];

/** What the row of `request_routing_decisions` is made of, beside the time and id of its request. */
export const decisionColumns: readonly Column<DecisionRecord>[] = [
  column('strategy', 'text', (decision) => decision.strategy),
  column('candidate_count', 'integer', (decision) => decision.candidateCount),
  column('eligible_count', 'integer', (decision) => decision.eligibleCount),
  column('selected_target', 'text', (decision) => decision.selectedTarget),
  column('fallback_count', 'integer', (decision) => decision.fallbackCount),
  column('needs', 'text', (decision) => wordList(decision.needs)),
  column('output_cap_tokens', 'bigint', (decision) => decision.outputCapTokens),
  column('tool_schema_bytes', 'bigint', (decision) => decision.toolSchemaBytes || undefined),
  column('is_issuer_bound', 'boolean', (decision) => decision.isIssuerBound),
  column('prefers_home', 'boolean', (decision) => decision.prefersHome),
  column('draw_per_million', 'integer', (decision) => decision.drawPerMillion),
  column('affinity', 'text', (decision) => decision.affinity),
  column('is_cold_start', 'boolean', (decision) => decision.isColdStart),
  column('policy_kind', 'text', ({ policy }) => policy?.kind),
  column('policy_version', 'text', ({ policy }) => policy?.version),
  column('policy_outcome', 'text', ({ policy }) => policy?.outcome),
  column('policy_ms', 'bigint', ({ policy }) => elapsed(policy?.durationMs)),
  column('policy_error', 'text', ({ policy }) => policy?.error),
  column('policy_choice', 'text', ({ policy }) => policy?.choice),
  column('class_label', 'text', ({ policy }) => policy?.classLabel),
  column('tool_choice', 'text', ({ shape }) => shape.toolChoice),
  column('parallel_tool_calls', 'boolean', ({ shape }) => shape.parallelToolCalls),
  column('is_structured_output', 'boolean', ({ shape }) => shape.structuredOutput),
  column('is_prefill', 'boolean', ({ shape }) => shape.prefill),
  column('is_system_inside', 'boolean', ({ shape }) => shape.systemInside),
  column('modalities', 'text', ({ shape }) => wordList(shape.modalities)),
  column('hosted_tools', 'text', ({ shape }) => wordList(shape.hostedTools)),
  column('lossy_fields', 'text', ({ shape }) => wordList(shape.lossyFields)),
  column('features', 'text', ({ shape }) => wordList(shape.features)),
  column('asks_reasoning', 'boolean', ({ shape }) => shape.asksReasoning),
  column('reasoning_effort', 'text', ({ shape }) => shape.reasoningEffort),
  column('reasoning_budget_tokens', 'bigint', ({ shape }) => shape.reasoningBudgetTokens),
  column('is_dialect_bound', 'boolean', ({ shape }) => shape.isDialectBound),
  column('bound_issuer', 'text', ({ shape }) => shape.boundIssuer),
  column('home_issuer', 'text', ({ shape }) => shape.homeIssuer),
  column('home_dialect', 'text', ({ shape }) => shape.homeDialect),
  column('conversation_key', 'text', ({ shape }) => shape.conversationKey),
];

/** What a row of `request_target_candidates` is made of, beside the time and id of its request. */
export const candidateColumns: readonly Column<CandidateRecord>[] = [
  column('candidate_number', 'integer', (candidate) => candidate.number),
  column('target', 'text', (candidate) => candidate.target),
  column('provider', 'text', (candidate) => candidate.provider),
  column('model', 'text', (candidate) => candidate.model),
  column('dialect', 'text', (candidate) => candidate.dialect),
  column('weight', 'double precision', (candidate) => candidate.weight),
  column('filter_reasons', 'text', (candidate) => wordList(candidate.reasons)),
  column('plan_place', 'integer', (candidate) => candidate.place),
  column('lost_field_count', 'integer', (candidate) => candidate.lostFieldCount),
  column('score_per_million', 'integer', ({ score }) => perMillion(score?.final)),
  column('live_score_per_million', 'integer', ({ score }) =>
    perMillion(score?.kind === 'wait' ? score.speed : score?.live),
  ),
  column('score_term', 'text', ({ score }) => byTerm(score)?.term),
  column('observation_count', 'bigint', ({ score }) => score?.observationCount),
  column('is_over_threshold', 'boolean', ({ score }) => byTerm(score)?.isOverThreshold),
  column('cost_score_per_million', 'integer', ({ score }) => perMillion(byTerm(score)?.parts.cost)),
  column('latency_score_per_million', 'integer', ({ score }) => perMillion(byTerm(score)?.parts.latency)),
  column('throughput_score_per_million', 'integer', ({ score }) => perMillion(byTerm(score)?.parts.throughput)),
  column('reliability_score_per_million', 'integer', ({ score }) => perMillion(byTerm(score)?.parts.reliability)),
  column('complexity_score_per_million', 'integer', ({ score }) => perMillion(byTerm(score)?.parts.complexity)),
  column('eval_quality_score_per_million', 'integer', ({ score }) => perMillion(byTerm(score)?.parts.eval_quality)),
  column('cache_score_per_million', 'integer', ({ score }) => perMillion(byTerm(score)?.parts.cache)),
  column('expected_wait_ms', 'bigint', ({ score }) => (score?.kind === 'wait' ? score.waitMs : undefined)),
];

/** What a row of `request_trace_events` is made of, beside the time and id of its request. */
export const traceColumns: readonly Column<TraceEvent>[] = [
  column('event_number', 'integer', (step) => step.number),
  column('event', 'text', (step) => step.event),
  column('at_ms', 'bigint', (step) => step.atMs),
  column('attempt_number', 'integer', (step) => step.attemptNumber),
  column('waited_ms', 'bigint', (step) => step.waitedMs),
];

/** What a row of `request_traffic_shape_events` is made of, beside the time and id of its request. */
export const callerShapeColumns: readonly Column<CallerShapeEvent>[] = [
  column('event_number', 'integer', (event) => event.number),
  column('happened_at', 'timestamptz', (event) => event.at),
  column('decision', 'text', (event) => event.decision),
  column('scope', 'text', scopeOf),
  column('bucket', 'text', (event) => event.bucket),
  column('retry_after_ms', 'bigint', (event) => event.retryAfterMs),
  column('queue_wait_ms', 'bigint', (event) => event.waitedMs),
];

/** What a row of `request_upstream_shape_events` is made of, beside the time and id of its request. */
export const upstreamShapeColumns: readonly Column<UpstreamShapeEvent>[] = [
  column('event_number', 'integer', (event) => event.number),
  column('happened_at', 'timestamptz', (event) => event.at),
  column('attempt_number', 'integer', (event) => event.attemptNumber),
  column('decision', 'text', (event) => event.decision),
  column('scope', 'text', scopeOf),
  column('bucket', 'text', (event) => event.bucket),
  column('target', 'text', (event) => event.upstream?.target),
  column('provider', 'text', (event) => event.upstream?.provider),
  column('model', 'text', (event) => event.upstream?.model),
  column('dialect', 'text', (event) => event.upstream?.dialect),
  column('credential_id', 'text', (event) => event.upstream?.credentialId),
  column('error_class', 'text', (event) => event.errorClass),
  column('is_probe', 'boolean', (event) => event.probe),
  column('retry_after_ms', 'bigint', (event) => event.retryAfterMs),
  column('queue_wait_ms', 'bigint', (event) => event.waitedMs),
];

/** The columns that a refused or failed request repeats in `request_errors`. */
export const errorColumns: readonly string[] = [
  ...['started_at', 'request_id', 'status', 'error_type', 'error_class', 'attempt_count', 'token_id'],
  ...['inbound_dialect', 'requested_model', 'resolved_group', 'target_provider', 'target_model', 'target_dialect'],
];

function scopeOf({ bucket }: { readonly bucket: string | undefined }): string | undefined {
  return bucket === undefined ? undefined : scopeOfBucket(bucket);
}

/** Words of a closed vocabulary, with commas between; no word is no list. */
function wordList(words: readonly string[]): string | undefined {
  return words.length === 0 ? undefined : words.join(',');
}

function byTerm(score: TargetScore | undefined): TermScore | undefined {
  return score?.kind === 'term' ? score : undefined;
}

/** Of a share between 0 and 1. */
function perMillion(share: number | undefined): number | undefined {
  return share === undefined ? undefined : Math.round(share * 1_000_000);
}

/** A clock may be set back meanwhile. */
function elapsed(durationMs: number | undefined): number | undefined {
  return durationMs === undefined ? undefined : Math.max(0, durationMs);
}

function notesOf({ notes }: UsageRecord): string | undefined {
  return notes.length === 0 ? undefined : notes.join('; ').slice(0, maxNotesLength);
}
