const counts = [
  ...['rpm', 'tpm', 'concurrent', 'day_requests', 'day_tokens', 'day_cost_nano_usd'],
  ...['month_requests', 'month_tokens', 'month_cost_nano_usd', 'lifetime_tokens', 'lifetime_cost_nano_usd'],
  ...['queue_max_wait_ms', 'queue_max_depth'],
];
const rates = [
  ...['soft_percent', 'request_start_per_sec', 'request_burst', 'input_tokens_per_sec', 'input_token_burst'],
  ...['output_reservation_tokens_per_sec', 'output_reservation_token_burst'],
  ...['total_reserved_tokens_per_sec', 'total_reserved_token_burst'],
];

/** The columns that tokens have had from the beginning, and the version by which changes of them are followed. */
const added = [
  ...counts.map((name) => `add column ${name} bigint`),
  ...rates.map((name) => `add column ${name} double precision`),
  'add column queue_enabled boolean',
  `add column version bigint not null unique default nextval('key_version')`,
].join(', ');

function following(table: string): readonly string[] {
  return [
    `alter table ${table} ${added}`,
    `create trigger ${table}_lock before insert or update or delete on ${table}
      for each statement execute function lock_key_changes()`,
    `create trigger ${table}_version before insert or update on ${table}
      for each row execute function stamp_owner_version()`,
    `create trigger ${table}_notify after insert or update or delete on ${table}
      for each statement execute function notify_key_change()`,
  ];
}

/**
 * What tokens reserve for their output, and limits of users, projects and organizations. Replicas follow them by their versions, as they follow tokens, so a
 * change touches one row however many tokens the owner has. An organization comes into being with its first token, and
 * no owner of a token can be deleted: whoever has read its limits never has to be told that it is gone.
 */
export const ownerLimitsMigration: readonly string[] = [
  `create table organizations (
    name text primary key,
    created_at timestamptz not null default now()
  )`,
  `create function stamp_owner_version() returns trigger language plpgsql set search_path from current as $$
    begin
      new.version := nextval('key_version');
      return new;
    end $$`,
  ...['users', 'projects', 'organizations'].flatMap(following),
  `insert into organizations (name) select distinct organization from tokens`,
  `create function make_organization() returns trigger language plpgsql set search_path from current as $$
    begin
      if not exists (select from organizations where name = new.organization) then
        insert into organizations (name) values (new.organization);
      end if;
      return new;
    end $$`,
  `create trigger tokens_organization before insert or update of organization on tokens
    for each row execute function make_organization()`,
  `alter table tokens add constraint tokens_organization_fkey
    foreign key (organization) references organizations (name) on update cascade`,
  `alter table tokens add column reserve text check (reserve in ('cap', 'observed'))`,
  `create table owner_events (
    event_id bigint generated always as identity primary key,
    kind text not null check (kind in ('user', 'project', 'organization')),
    name text not null,
    action text not null,
    actor text not null,
    reason text,
    at timestamptz not null default now()
  )`,
  `create index owner_events_owner on owner_events (kind, name, event_id)`,
];
