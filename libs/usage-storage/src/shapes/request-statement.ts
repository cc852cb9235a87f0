import { sql, type RawBuilder } from 'kysely';
import type { StoredRange } from './stored-request.js';

/** Where a page begins: behind this request. */
export interface PagePlace {
  readonly startedAt: string;
  readonly requestId: string;
}

/** The hash of an id is spread over so many values. Requests of one conversation stay together. */
const hashValues = 1_000_000;

const milliseconds = (column: string): RawBuilder<unknown> =>
  sql`(extract(epoch from ${sql.ref(column)}) * 1000)::float8`;
const instant = (at: number): RawBuilder<unknown> => sql`to_timestamp(${at}::float8 / 1000)`;

/** One page of requests with their decisions, in the order of time. */
export function requestStatement(
  range: StoredRange,
  after: PagePlace | undefined,
  limit: number,
): RawBuilder<Readonly<Record<string, unknown>>> {
  return sql`
    select usage.started_at::text as place, usage.request_id, ${inShare(range)} as is_in_share, ${milliseconds('usage.started_at')} as started_ms,
      usage.token_id, usage.key_id, usage.caller_organization, usage.caller_user, usage.caller_project,
      usage.caller_environment, inbound_dialect, requested_model, usage.resolved_group, stream, status, error_type, target,
      target_model,
      latency_ms::float8, request_bytes::float8, estimated_input_tokens::float8, tool_count, image_count,
      input_tokens::float8, cached_input_tokens::float8, cache_write_5m_tokens::float8, cache_write_1h_tokens::float8,
      output_tokens::float8, reasoning_tokens::float8, image_input_tokens::float8, cost_nano_usd, cost_basis, service_tier,
      input_price_micro_usd::float8, cached_input_price_micro_usd::float8, cache_write_5m_price_micro_usd::float8,
      cache_write_1h_price_micro_usd::float8, output_price_micro_usd::float8, reasoning_price_micro_usd::float8,
      image_input_price_micro_usd::float8, image_price_micro_usd::float8,
      strategy, selected_target, output_cap_tokens::float8, tool_schema_bytes::float8, draw_per_million, tool_choice,
      parallel_tool_calls, is_structured_output, is_prefill, is_system_inside, modalities, hosted_tools, lossy_fields,
      features, asks_reasoning, reasoning_effort, reasoning_budget_tokens::float8, is_dialect_bound, bound_issuer,
      home_issuer, home_dialect, conversation_key
    from request_usage as usage left join request_routing_decisions as decision
      on decision.started_at = usage.started_at and decision.request_id = usage.request_id
    where usage.started_at >= ${after === undefined ? instant(range.since) : sql`${after.startedAt}::timestamptz`}
      and usage.started_at < ${instant(range.until)} ${afterCondition(after)} ${groupCondition(range)} ${shareCondition(range)}
    order by usage.started_at, usage.request_id limit ${limit}`;
}

/** The rows of a table that belong to requests of a page. */
export function childStatement(
  table: 'request_attempts' | 'request_target_candidates',
  page: { readonly first: PagePlace; readonly last: PagePlace; readonly requestIds: readonly string[] },
): RawBuilder<Readonly<Record<string, unknown>>> {
  const columns =
    table === 'request_attempts'
      ? sql`target, coalesce(${milliseconds('attempt_started_at')}, ${milliseconds('started_at')}) as started_ms,
          duration_ms::float8, first_token_ms::float8, error_class`
      : sql`target, filter_reasons, plan_place`;
  const number = sql.ref(table === 'request_attempts' ? 'attempt_number' : 'candidate_number');
  return sql`
    select request_id, ${columns} from ${sql.table(table)}
    where started_at >= ${page.first.startedAt}::timestamptz and started_at <= ${page.last.startedAt}::timestamptz
      and request_id = any(${page.requestIds}) order by started_at, request_id, ${number}`;
}

function afterCondition(after: PagePlace | undefined): RawBuilder<unknown> {
  if (after === undefined) return sql``;
  return sql`and (usage.started_at, usage.request_id) > (${after.startedAt}::timestamptz, ${after.requestId})`;
}

function groupCondition({ groups }: StoredRange): RawBuilder<unknown> {
  return groups === undefined ? sql`` : sql`and usage.resolved_group = any(${groups})`;
}

function shareCondition(range: StoredRange): RawBuilder<unknown> {
  return range.others === 'read' ? sql`` : sql`and ${inShare(range)}`;
}

function inShare({ share = 1 }: StoredRange): RawBuilder<unknown> {
  if (share >= 1) return sql`true`;
  return sql`((hashtext(coalesce(decision.conversation_key, usage.request_id))::bigint + 2147483648) % ${hashValues} < ${Math.round(share * hashValues)})`;
}
