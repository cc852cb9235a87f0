/**
 * What limits, shaping and backoff decided of a request: scalars only, joined by the id and partitioned by the start of
 * the request, as its other rows are. NULL is unknown or not applicable.
 */
export const shapeEventsMigration: readonly string[] = [
  `alter table request_usage add column reserved_output_tokens bigint`,
  `create table request_traffic_shape_events (
    started_at timestamptz not null,
    request_id text not null,
    event_number integer not null,
    happened_at timestamptz not null,
    decision text not null,
    scope text,
    bucket text,
    retry_after_ms bigint,
    queue_wait_ms bigint,
    primary key (started_at, request_id, event_number)
  ) partition by range (started_at)`,
  `create table request_upstream_shape_events (
    started_at timestamptz not null,
    request_id text not null,
    event_number integer not null,
    happened_at timestamptz not null,
    attempt_number integer not null,
    decision text not null,
    scope text,
    bucket text,
    target text,
    provider text,
    model text,
    dialect text,
    credential_id text,
    error_class text,
    is_probe boolean not null,
    retry_after_ms bigint,
    queue_wait_ms bigint,
    primary key (started_at, request_id, event_number)
  ) partition by range (started_at)`,
  `create table request_traffic_shape_events_default partition of request_traffic_shape_events default`,
  `create table request_upstream_shape_events_default partition of request_upstream_shape_events default`,
];
