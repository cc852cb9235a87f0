import { sql, type Kysely } from 'kysely';
import type { Tables } from '../tables.js';

/** Something that became of a canary. */
export interface RoutingEvent {
  readonly happenedAt: Date;
  readonly group: string;
  readonly target: string;
  readonly settingsHash: string;
  /** `started`, `promoted`, `rolled-back` or `restarted`. */
  readonly event: string;
  /** `router`, or an operator. */
  readonly actor: string;
  /** An operator's. */
  readonly reason: string | undefined;
  /** The condition that held, when the router decided. */
  readonly condition: string | undefined;
  /** Indices of steps. */
  readonly fromStep: number | undefined;
  readonly toStep: number;
  readonly sharePercent: number;
  /** What was observed of the canary, and of the other targets together. */
  readonly requestCount: number | undefined;
  readonly errorRate: number | undefined;
  readonly p95LatencyMs: number | undefined;
  readonly baselineRequestCount: number | undefined;
  readonly baselineErrorRate: number | undefined;
  readonly baselineP95LatencyMs: number | undefined;
}

interface EventRow {
  readonly happened_at: Date;
  readonly model_group: string;
  readonly target: string;
  readonly settings_hash: string;
  readonly event: string;
  readonly actor: string;
  readonly reason: string | null;
  readonly condition: string | null;
  readonly from_step: number | null;
  readonly to_step: number;
  readonly share_percent: number;
  readonly request_count: bigint | null;
  readonly error_rate: number | null;
  readonly p95_latency_ms: bigint | null;
  readonly baseline_request_count: bigint | null;
  readonly baseline_error_rate: number | null;
  readonly baseline_p95_latency_ms: bigint | null;
}

/** The latest events, the latest first; only of one group when it is named. */
export async function listRoutingEvents(
  database: Kysely<Tables>,
  { group, limit }: { readonly group: string | undefined; readonly limit: number },
): Promise<readonly RoutingEvent[]> {
  const { rows } = await sql<EventRow>`
    select * from routing_events where ${group ?? null}::text is null or model_group = ${group ?? null}::text
    order by happened_at desc, id desc limit ${limit}`.execute(database);
  return rows.map(eventOf);
}

function eventOf(row: EventRow): RoutingEvent {
  return {
    ...{ happenedAt: row.happened_at, group: row.model_group, target: row.target, settingsHash: row.settings_hash },
    ...{ event: row.event, actor: row.actor, reason: row.reason ?? undefined, condition: row.condition ?? undefined },
    ...{ fromStep: row.from_step ?? undefined, toStep: row.to_step, sharePercent: row.share_percent },
    requestCount: numberOf(row.request_count),
    errorRate: row.error_rate ?? undefined,
    p95LatencyMs: numberOf(row.p95_latency_ms),
    baselineRequestCount: numberOf(row.baseline_request_count),
    baselineErrorRate: row.baseline_error_rate ?? undefined,
    baselineP95LatencyMs: numberOf(row.baseline_p95_latency_ms),
  };
}

function numberOf(amount: bigint | null): number | undefined {
  return amount === null ? undefined : Number(amount);
}
