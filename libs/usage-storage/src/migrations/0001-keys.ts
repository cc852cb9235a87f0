/**
 * Accounts and tokens. Every change of a token takes a version inside an advisory lock that lasts to the end of its
 * transaction, so that versions become visible in their order: a reader who saw version n misses nothing below n.
 * A change of an owner touches the owner's tokens; a deleted token leaves its hash in `token_deletions`.
 */
export const keysMigration: readonly string[] = [
  `create table users (
    name text primary key,
    status text not null default 'active' check (status in ('active', 'disabled', 'suspended', 'removed')),
    created_at timestamptz not null default now()
  )`,
  `create table projects (
    name text primary key,
    status text not null default 'active' check (status in ('active', 'disabled', 'suspended', 'removed')),
    created_at timestamptz not null default now()
  )`,
  `create table project_memberships (
    user_name text not null references users (name) on update cascade,
    project_name text not null references projects (name) on update cascade,
    status text not null default 'active' check (status in ('active', 'disabled', 'suspended', 'removed')),
    created_at timestamptz not null default now(),
    primary key (user_name, project_name)
  )`,
  `create sequence key_version`,
  `create table tokens (
    token_id text primary key,
    key_id text not null,
    token_hash text not null unique check (token_hash ~ '^[0-9a-f]{64}$'),
    version bigint not null unique,
    status text not null default 'active'
      check (status in ('active', 'disabled', 'suspended', 'expired', 'rotated', 'removed')),
    organization text not null,
    user_name text not null references users (name) on update cascade,
    project_name text not null references projects (name) on update cascade,
    environment text not null,
    allow text[] not null,
    grants text[] not null default '{}',
    labels text[] not null default '{}',
    expires_at timestamptz,
    grace_until timestamptz,
    replaces text unique references tokens (token_id) on update cascade,
    rpm bigint,
    tpm bigint,
    concurrent bigint,
    day_requests bigint,
    day_tokens bigint,
    day_cost_nano_usd bigint,
    month_requests bigint,
    month_tokens bigint,
    month_cost_nano_usd bigint,
    lifetime_tokens bigint,
    lifetime_cost_nano_usd bigint,
    soft_percent double precision,
    request_start_per_sec double precision,
    request_burst double precision,
    input_tokens_per_sec double precision,
    input_token_burst double precision,
    output_reservation_tokens_per_sec double precision,
    output_reservation_token_burst double precision,
    total_reserved_tokens_per_sec double precision,
    total_reserved_token_burst double precision,
    queue_enabled boolean,
    queue_max_wait_ms bigint,
    queue_max_depth bigint,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
  )`,
  `create index tokens_owner on tokens (user_name, project_name)`,
  `create index tokens_key on tokens (key_id)`,
  `create table token_events (
    event_id bigint generated always as identity primary key,
    token_id text not null,
    action text not null,
    actor text not null,
    reason text,
    at timestamptz not null default now()
  )`,
  `create index token_events_token on token_events (token_id, event_id)`,
  `create table token_deletions (
    version bigint primary key,
    token_hash text not null
  )`,
  `create function lock_key_changes() returns trigger language plpgsql set search_path from current as $$
    begin
      perform pg_advisory_xact_lock(1936552052, 1);
      return null;
    end $$`,
  `create function stamp_token_version() returns trigger language plpgsql set search_path from current as $$
    begin
      new.version := nextval('key_version');
      new.updated_at := now();
      return new;
    end $$`,
  `create function note_token_deletion() returns trigger language plpgsql set search_path from current as $$
    begin
      insert into token_deletions (version, token_hash) values (nextval('key_version'), old.token_hash);
      return null;
    end $$`,
  `create function notify_key_change() returns trigger language plpgsql set search_path from current as $$
    begin
      perform pg_notify('smart_router_keys', '');
      return null;
    end $$`,
  `create function touch_tokens_of_user() returns trigger language plpgsql set search_path from current as $$
    begin
      update tokens set updated_at = now() where user_name = new.name;
      return null;
    end $$`,
  `create function touch_tokens_of_project() returns trigger language plpgsql set search_path from current as $$
    begin
      update tokens set updated_at = now() where project_name = new.name;
      return null;
    end $$`,
  `create function touch_tokens_of_member() returns trigger language plpgsql set search_path from current as $$
    declare member project_memberships := case when tg_op = 'DELETE' then old else new end;
    begin
      update tokens set updated_at = now()
      where user_name = member.user_name and project_name = member.project_name;
      return null;
    end $$`,
  `create trigger tokens_lock before insert or update or delete on tokens
    for each statement execute function lock_key_changes()`,
  `create trigger tokens_version before insert or update on tokens
    for each row execute function stamp_token_version()`,
  `create trigger tokens_deletion after delete on tokens
    for each row execute function note_token_deletion()`,
  `create trigger tokens_rehash after update on tokens
    for each row when (old.token_hash is distinct from new.token_hash) execute function note_token_deletion()`,
  `create trigger tokens_notify after insert or update or delete on tokens
    for each statement execute function notify_key_change()`,
  `create trigger users_status after update on users
    for each row when (old.status is distinct from new.status) execute function touch_tokens_of_user()`,
  `create trigger projects_status after update on projects
    for each row when (old.status is distinct from new.status) execute function touch_tokens_of_project()`,
  `create trigger memberships_status after insert or update or delete on project_memberships
    for each row execute function touch_tokens_of_member()`,
];
