/**
 * Who has signed in to the reports, and what happened at the doors. A session and a transaction are known by the SHA-256
 * of their ids, so whoever reads these tables cannot become anybody. Events are scalars of closed or bounded form; an
 * `event_count` above 1 stands for so many of a kind within a minute.
 */
export const adminMigration: readonly string[] = [
  `create table admin_sessions (
    session_hash text primary key check (session_hash ~ '^[0-9a-f]{64}$'),
    subjects text[] not null check (cardinality(subjects) > 0),
    name text not null,
    credential_stamp text not null,
    created_at timestamptz not null,
    last_seen_at timestamptz not null,
    expires_at timestamptz not null
  )`,
  `create index admin_sessions_expiry on admin_sessions (expires_at)`,
  `create table admin_transactions (
    transaction_hash text primary key check (transaction_hash ~ '^[0-9a-f]{64}$'),
    back text not null,
    address text not null,
    expires_at timestamptz not null
  )`,
  `create index admin_transactions_address on admin_transactions (address)`,
  `create table admin_sign_ins (
    bucket text primary key,
    failures integer not null,
    last_attempt_at timestamptz not null,
    blocked_until timestamptz not null,
    succeeded_at timestamptz
  )`,
  `create table security_access_events (
    started_at timestamptz not null,
    event_id uuid not null,
    event_type text not null,
    outcome text not null,
    reason_code text,
    surface text not null,
    subject text,
    domain text,
    http_method text,
    path_template text,
    status integer,
    address text,
    user_agent_family text,
    request_id text,
    token_id text,
    event_count bigint not null default 1,
    primary key (started_at, event_id)
  ) partition by range (started_at)`,
  `create table security_access_events_default partition of security_access_events default`,
];
