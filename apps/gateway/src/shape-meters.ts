import { Counter, Gauge, type Registry } from 'prom-client';
import { scopeOfBucket, type ShapedUpstream, type UsageRecord } from '@smart-router/core';
import type { RelayEvent } from '@smart-router/relay';

/** Counts what limits, shaping and backoff decide, and shows who pauses now. */
export interface ShapeMeters {
  countRequest(record: UsageRecord): void;
  noteBackoff(event: Extract<RelayEvent, { kind: 'backoff-changed' }>): void;
}

/** Registers the counter of decisions and the gauge of pauses. All labels are words of ours or of the operator. */
export function createShapeMeters(registry: Registry, now: () => number): ShapeMeters {
  const decisions = new Counter({
    name: 'smart_router_shape_decisions_total',
    help: 'Decisions of limits, shaping and backoff; the bucket is none where all had room.',
    labelNames: ['side', 'decision', 'scope', 'bucket'],
    registers: [registry],
  });
  const pauses = createPauses(registry, now);
  const count = (side: 'caller' | 'upstream', decision: string, bucket = 'none'): void =>
    decisions.inc({ side, decision, scope: scopeOfBucket(bucket), bucket });
  return {
    countRequest({ callerShapeEvents, upstreamShapeEvents }) {
      for (const { decision, bucket } of callerShapeEvents) count('caller', decision, bucket);
      for (const { decision, bucket, upstream, at, retryAfterMs } of upstreamShapeEvents) {
        // Cooldowns are counted when they are told of, which may be after the record.
        if (decision === 'cooldown_started' || decision === 'cooldown_ended') continue;
        count('upstream', decision, bucket);
        // The pause may have begun at another replica.
        if (bucket?.endsWith('.backoff') === true && upstream !== undefined && retryAfterMs !== undefined)
          pauses.set(bucket, upstream, at + retryAfterMs);
      }
    },
    noteBackoff({ change, bucket, upstream, pauseMs }) {
      count('upstream', change === 'started' ? 'cooldown_started' : 'cooldown_ended', bucket);
      pauses.set(bucket, upstream, now() + pauseMs);
    },
  };
}

interface Pause {
  readonly labels: { readonly provider: string; readonly credential: string; readonly model: string };
  readonly untilMs: number;
}

/** The pauses this replica knows of, until they are over. */
function createPauses(registry: Registry, now: () => number) {
  const pauses = new Map<string, Pause>();
  new Gauge({
    name: 'smart_router_backoff_seconds',
    help: 'How much longer a credential, or one model of it, pauses, as far as this replica knows; nothing when it does not.',
    labelNames: ['provider', 'credential', 'model'],
    registers: [registry],
    collect() {
      this.reset();
      for (const [key, { labels, untilMs }] of pauses) {
        if (untilMs > now()) this.set(labels, (untilMs - now()) / 1000);
        else pauses.delete(key);
      }
    },
  });
  return {
    set(bucket: string, { provider, credentialId, model }: ShapedUpstream, untilMs: number): void {
      const labels = { provider, credential: credentialId, model: bucket === 'credential.backoff' ? 'all' : model };
      pauses.set(JSON.stringify(labels), { labels, untilMs });
    },
  };
}
