import { sql, type Kysely } from 'kysely';
import type { Tables } from '../tables.js';
import { rolledBack, running, type StoredCanary } from './canary-row.js';

/** What was observed when a canary was changed. */
export interface CanaryEvidence {
  readonly count: number;
  /** `undefined` where nothing that was counted says. */
  readonly errorRate: number | undefined;
  readonly latencyP95Ms: number | undefined;
}

/** A change of a canary, and by whom and why. */
export interface CanaryChange {
  /** As it was seen: when it is not so any more, nothing changes. */
  readonly from: StoredCanary;
  readonly event: 'promoted' | 'rolled-back' | 'restarted';
  readonly step: number;
  /** `router`, or an operator. */
  readonly actor: string;
  /** An operator's. */
  readonly reason?: string;
  /** The condition that held. */
  readonly condition?: string;
  readonly observed?: CanaryEvidence | undefined;
  readonly baseline?: CanaryEvidence | undefined;
  readonly catalogHash?: string;
}

/** Changes a canary and writes the event; whether it did. Of several who see the same and would change it, one does. */
export async function changeCanary(database: Kysely<Tables>, change: CanaryChange): Promise<boolean> {
  const { from, event, step, observed, baseline } = change;
  const share = event === 'rolled-back' ? 0 : (from.steps[step] ?? 0);
  const { rows } = await sql`
    with changed as (
      update routing_canaries set step = ${step}, state = ${event === 'rolled-back' ? rolledBack : running},
        version = version + 1, changed_at = now()
      where model_group = ${from.group} and target = ${from.target} and settings_hash = ${from.settingsHash}
        and version = ${from.version}
      returning model_group, target, settings_hash
    )
    insert into routing_events (happened_at, model_group, target, settings_hash, event, actor, reason, from_step, to_step,
      share_percent, condition, request_count, error_rate, p95_latency_ms, baseline_request_count, baseline_error_rate,
      baseline_p95_latency_ms, catalog_hash)
    select now(), model_group, target, settings_hash, ${event}, ${change.actor}, ${change.reason ?? null},
      ${from.step}::integer, ${step}::integer, ${share}::double precision, ${change.condition ?? null},
      ${count(observed)}::bigint, ${observed?.errorRate ?? null}::double precision, ${p95(observed)}::bigint,
      ${count(baseline)}::bigint, ${baseline?.errorRate ?? null}::double precision, ${p95(baseline)}::bigint,
      ${change.catalogHash ?? null}
    from changed returning id`.execute(database);
  return rows.length > 0;
}

function count(evidence: CanaryEvidence | undefined): number | null {
  return evidence?.count ?? null;
}

function p95(evidence: CanaryEvidence | undefined): number | null {
  return evidence?.latencyP95Ms === undefined ? null : Math.round(evidence.latencyP95Ms);
}
