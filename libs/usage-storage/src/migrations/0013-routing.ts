/**
 * Why a target was chosen among those that could serve: scores, the word of a policy, the preference of a conversation. And
 * what the request was like, in closed words, so that other targets and rules can be rehearsed on it. Scores are in
 * millionths of 0 to 1.
 */
export const routingMigration: readonly string[] = [
  `alter table request_routing_decisions
    add column affinity text,
    add column is_cold_start boolean,
    add column policy_kind text,
    add column policy_outcome text,
    add column policy_ms bigint,
    add column policy_error text,
    add column policy_choice text,
    add column class_label text,
    add column tool_choice text,
    add column parallel_tool_calls boolean,
    add column is_structured_output boolean,
    add column is_prefill boolean,
    add column is_system_inside boolean,
    add column modalities text,
    add column hosted_tools text,
    add column lossy_fields text,
    add column features text,
    add column asks_reasoning boolean,
    add column reasoning_effort text,
    add column reasoning_budget_tokens bigint,
    add column is_dialect_bound boolean,
    add column bound_issuer text,
    add column home_issuer text,
    add column home_dialect text,
    add column conversation_key text`,
  `alter table request_target_candidates
    add column score_per_million integer,
    add column live_score_per_million integer,
    add column score_term text,
    add column observation_count bigint,
    add column is_over_threshold boolean,
    add column cost_score_per_million integer,
    add column latency_score_per_million integer,
    add column throughput_score_per_million integer,
    add column reliability_score_per_million integer,
    add column complexity_score_per_million integer,
    add column eval_quality_score_per_million integer,
    add column cache_score_per_million integer`,
  // How far a target has been promoted, over all replicas; and every change of that, for good.
  `create table routing_canaries (
    model_group text not null,
    target text not null,
    settings_hash text not null,
    step integer not null,
    state text not null,
    changed_at timestamptz not null,
    primary key (model_group, target)
  )`,
  `create table routing_events (
    id bigint generated always as identity primary key,
    happened_at timestamptz not null,
    model_group text not null,
    target text not null,
    event text not null,
    from_step integer,
    to_step integer,
    share_percent double precision,
    condition text,
    request_count bigint,
    error_rate double precision,
    p95_latency_ms bigint,
    catalog_hash text
  )`,
  `create index routing_events_by_time on routing_events (happened_at desc)`,
];
