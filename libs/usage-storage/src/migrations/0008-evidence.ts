/**
 * What a request's decision was made of, as rows of its own, partitioned as its other rows are, and what the rows it has
 * did not tell yet. Scalars only: a list of words of a closed vocabulary stands in one column, with commas between. NULL is
 * unknown or not applicable; rows from before have NULL throughout.
 */
export const evidenceMigration: readonly string[] = [
  `alter table request_usage
    add column body_read_ms bigint,
    add column planned_ms bigint,
    add column image_input_tokens bigint,
    add column service_tier text,
    add column upstream_cost_nano_usd bigint,
    add column reasoning_price_micro_usd bigint,
    add column image_price_micro_usd bigint,
    add column caller_shape_event_count integer,
    add column upstream_shape_event_count integer,
    add column trace_event_count integer`,
  `alter table request_attempts
    add column connected_ms bigint,
    add column timeout_phase text,
    add column is_kept boolean,
    add column request_bytes bigint,
    add column response_bytes bigint`,
  `create table request_routing_decisions (
    started_at timestamptz not null,
    request_id text not null,
    resolved_group text,
    caller_project text not null,
    caller_environment text not null,
    strategy text not null,
    candidate_count integer not null,
    eligible_count integer not null,
    selected_target text,
    fallback_count integer not null,
    needs text,
    output_cap_tokens bigint,
    tool_schema_bytes bigint,
    is_issuer_bound boolean not null,
    prefers_home boolean not null,
    draw_per_million integer,
    primary key (started_at, request_id)
  ) partition by range (started_at)`,
  `create table request_target_candidates (
    started_at timestamptz not null,
    request_id text not null,
    candidate_number integer not null,
    target text not null,
    provider text not null,
    model text not null,
    dialect text not null,
    weight bigint,
    filter_reasons text,
    plan_place integer,
    lost_field_count integer,
    primary key (started_at, request_id, candidate_number)
  ) partition by range (started_at)`,
  `create table request_trace_events (
    started_at timestamptz not null,
    request_id text not null,
    event_number integer not null,
    event text not null,
    at_ms bigint not null,
    attempt_number integer,
    waited_ms bigint,
    primary key (started_at, request_id, event_number)
  ) partition by range (started_at)`,
  `create table request_routing_decisions_default partition of request_routing_decisions default`,
  `create table request_target_candidates_default partition of request_target_candidates default`,
  `create table request_trace_events_default partition of request_trace_events default`,
];
