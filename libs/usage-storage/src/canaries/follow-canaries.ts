import { sql, type Kysely } from 'kysely';
import type { Tables } from '../tables.js';
import { canaryOf, running, type CanaryKey, type CanaryRow, type StoredCanary } from './canary-row.js';

/** A canary of a configuration in force. */
export interface FollowedCanary extends CanaryKey {
  readonly steps: readonly number[];
  readonly catalogHash: string;
}

/**
 * How far these canaries are. One that nobody has seen before begins here, with its event; of several replicas one begins
 * it. Where another is about to, it is missing from the answer this once.
 */
export async function followCanaries(
  database: Kysely<Tables>,
  canaries: readonly FollowedCanary[],
): Promise<readonly StoredCanary[]> {
  const list = (of: (canary: FollowedCanary) => string) => sql`${canaries.map(of)}::text[]`;
  const { rows } = await sql<CanaryRow>`
    with wanted as (
      select * from unnest(${list(({ group }) => group)}, ${list(({ target }) => target)},
        ${list(({ settingsHash }) => settingsHash)}, ${list(({ steps }) => steps.join(','))},
        ${list(({ catalogHash }) => catalogHash)}
      ) as canary (model_group, target, settings_hash, steps, catalog_hash)
    ), started as (
      insert into routing_canaries
        (model_group, target, settings_hash, steps, step, state, version, started_at, changed_at, seen_at)
      select model_group, target, settings_hash, steps, 0, ${running}, 1, now(), now(), now() from wanted
      on conflict do nothing returning *
    ), told as (
      insert into routing_events
        (happened_at, model_group, target, settings_hash, event, actor, to_step, share_percent, catalog_hash)
      select now(), model_group, target, settings_hash, 'started', 'router', 0,
        split_part(steps, ',', 1)::double precision, wanted.catalog_hash
      from started join wanted using (model_group, target, settings_hash, steps)
    ), seen as (
      update routing_canaries as canary set seen_at = now() from wanted
      where canary.model_group = wanted.model_group and canary.target = wanted.target
        and canary.settings_hash = wanted.settings_hash and canary.seen_at < now() - interval '30 seconds'
    ), known as (
      select canary.* from routing_canaries as canary join wanted using (model_group, target, settings_hash)
      union all select * from started
    )
    select *, (extract(epoch from clock_timestamp() - changed_at) * 1000)::double precision as changed_ago_ms
    from known`.execute(database);
  return rows.map(canaryOf);
}
