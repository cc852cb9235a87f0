import { sql, type Kysely } from 'kysely';
import type { Tables } from '../tables.js';
import { canaryOf, type CanaryRow, type StoredCanary } from './canary-row.js';

/** Settings that no replica went by for so long are not in force. */
const inForceSeconds = 120;

/**
 * Of each canary the settings in force: those begun last among those that replicas go by, or where none does, those that
 * one went by last. Only of one group when it is named.
 */
export async function listCanaries(database: Kysely<Tables>, group?: string): Promise<readonly StoredCanary[]> {
  const { rows } = await sql<CanaryRow>`
    select distinct on (model_group) *,
      (extract(epoch from clock_timestamp() - changed_at) * 1000)::double precision as changed_ago_ms
    from routing_canaries
    where ${group ?? null}::text is null or model_group = ${group ?? null}::text
    order by model_group, seen_at > now() - make_interval(secs => ${inForceSeconds}) desc,
      case when seen_at > now() - make_interval(secs => ${inForceSeconds}) then started_at else seen_at end desc
  `.execute(database);
  return rows.map(canaryOf);
}
