import type { AttemptRecord, Prices, TokenCounts, UsageRecord } from '@smart-router/core';

/** Notes are a bounded scalar: longer ones are cut here, in characters. */
const maxNotesLength = 1024;

/** Whose record this is: a gap in the numbers of one writer is a proven loss. */
export interface WriterMark {
  readonly writerId: string;
  readonly writerSeq: number;
}

/**
 * One record as one line of JSON, keyed by the columns of `request_usage`, with `attempts` keyed by those of
 * `request_attempts`: exactly what the insert statement reads, so that nothing parses it again on the way. Unknown
 * values have no key. Ends with a line feed.
 */
export function usageLine(record: UsageRecord, mark: WriterMark): string {
  const line = JSON.stringify({
    started_at: new Date(record.startedAt).toISOString(),
    request_id: record.requestId,
    writer_id: mark.writerId,
    writer_seq: mark.writerSeq,
    token_id: record.tokenId,
    key_id: record.keyId,
    caller_organization: record.organization,
    caller_user: record.user,
    caller_project: record.project,
    caller_environment: record.environment,
    client_request_id: record.clientRequestId,
    client: record.client,
    inbound_dialect: record.inboundDialect,
    requested_model: record.requestedModel,
    resolved_group: record.group,
    target: record.target,
    target_provider: record.provider,
    target_model: record.model,
    target_dialect: record.targetDialect,
    stream: record.stream,
    status: record.status,
    error_type: record.errorType,
    error_class: record.errorClass,
    finish: record.finish,
    latency_ms: whole(record.durationMs),
    first_token_ms: whole(record.firstTokenMs),
    attempt_count: record.attempts.length,
    fallback_used: record.fallbackUsed,
    ...tokenColumns(record.tokens),
    estimated_input_tokens: whole(record.estimatedInputTokens),
    cost_nano_usd: record.costNanoUsd?.toString(),
    cost_basis: record.costBasis,
    ...priceColumns(record.prices),
    request_bytes: record.requestBytes,
    tool_count: record.toolCount,
    image_count: record.imageCount,
    notes: record.notes.length === 0 ? undefined : record.notes.join('; ').slice(0, maxNotesLength),
    catalog_hash: record.catalogHash,
    attempts: record.attempts.length === 0 ? undefined : record.attempts.map(attemptColumns),
  });
  return `${storableText(line)}\n`;
}

function tokenColumns(tokens: TokenCounts): object {
  return {
    input_tokens: whole(tokens.input),
    cached_input_tokens: whole(tokens.cachedInput),
    cache_write_5m_tokens: whole(tokens.cacheWrite5m),
    cache_write_1h_tokens: whole(tokens.cacheWrite1h),
    output_tokens: whole(tokens.output),
    reasoning_tokens: whole(tokens.reasoning),
  };
}

function priceColumns(prices: Prices | undefined): object | undefined {
  if (prices === undefined) return undefined;
  return {
    input_price_micro_usd: prices.inputMicroUsdPerMillion,
    cached_input_price_micro_usd: prices.cachedInputMicroUsdPerMillion,
    cache_write_5m_price_micro_usd: prices.cacheWrite5mMicroUsdPerMillion,
    cache_write_1h_price_micro_usd: prices.cacheWrite1hMicroUsdPerMillion,
    output_price_micro_usd: prices.outputMicroUsdPerMillion,
    image_input_price_micro_usd: prices.imageInputMicroUsdPerMillion,
    pricing_source: prices.source,
    pricing_updated: prices.updated,
  };
}

function attemptColumns(attempt: AttemptRecord): object {
  return {
    attempt_number: attempt.number,
    attempt_started_at: new Date(attempt.startedAt).toISOString(),
    target: attempt.target,
    provider: attempt.provider,
    model: attempt.model,
    dialect: attempt.dialect,
    credential_id: attempt.credentialId,
    duration_ms: whole(attempt.durationMs),
    first_byte_ms: whole(attempt.firstByteMs),
    first_token_ms: whole(attempt.firstTokenMs),
    upstream_status: attempt.upstreamStatus,
    error_class: attempt.errorClass,
    retry_after_ms: whole(attempt.retryAfterMs),
  };
}

/** Clocks may tick in fractions; the columns hold integers. */
function whole(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Math.round(value);
}

/**
 * Postgres text holds neither NUL nor lone surrogates, and both may come from a caller. In the output of
 * JSON.stringify they are always escapes, and become U+FFFD; a doubled backslash is text and not an escape.
 */
function storableText(json: string): string {
  if (!json.includes('\\u')) return json;
  return json.replace(/\\(?:u0000|ud[89a-f][0-9a-f]{2}|.)/g, (escape) =>
    escape === '\\u0000' || escape.startsWith('\\ud') ? '\ufffd' : escape,
  );
}
