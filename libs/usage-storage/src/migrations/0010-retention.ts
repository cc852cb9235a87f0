const classes = `('usage_detail', 'usage_diagnostics', 'decision_telemetry', 'security_access_events')`;

/**
 * What was deleted because it was old, and what must not be. A hold that names several things holds what fits all of
 * them; NULL is anything. Rows of requests that were deleted are counted by day, so that a day can still be compared with
 * its rollup, and by writer, so that their numbers are no gap.
 */
export const retentionMigration: readonly string[] = [
  `create table legal_holds (
    hold_id bigint generated always as identity primary key,
    data_class text check (data_class in ${classes}),
    request_id text,
    range_start timestamptz,
    range_end timestamptz check (range_end > range_start),
    caller_project text,
    caller_user text,
    reason text not null check (reason <> ''),
    placed_by text not null,
    placed_at timestamptz not null default now(),
    released_by text,
    released_at timestamptz,
    release_reason text,
    check ((released_at is null) = (released_by is null))
  )`,
  `create table legal_hold_events (
    event_id bigint generated always as identity primary key,
    hold_id bigint not null references legal_holds,
    action text not null check (action in ('placed', 'released')),
    actor text not null,
    reason text,
    at timestamptz not null default now()
  )`,
  `create table retention_jobs (
    job_id bigint generated always as identity primary key,
    mode text not null check (mode in ('dry-run', 'delete')),
    status text not null default 'running' check (status in ('running', 'done', 'stopped', 'failed')),
    requested_by text not null,
    started_at timestamptz not null default now(),
    completed_at timestamptz,
    problem text
  )`,
  `create table retention_job_tables (
    job_id bigint not null references retention_jobs,
    table_name text not null,
    data_class text not null check (data_class in ${classes}),
    kept_days integer not null,
    cutoff timestamptz not null,
    candidate_rows bigint not null,
    held_rows bigint not null,
    blocked_rows bigint not null,
    eligible_rows bigint not null,
    deleted_rows bigint not null default 0,
    dropped_partitions integer not null default 0,
    primary key (job_id, table_name)
  )`,
  `create table retention_deleted_days (
    day timestamptz primary key,
    requests bigint not null,
    cost_nano_usd numeric not null
  )`,
  `create table retention_deleted_writers (
    writer_id text primary key,
    requests bigint not null,
    first_seq bigint not null,
    last_seq bigint not null
  )`,
];
