import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import { totalInputTokens, type UsageRecord } from '@smart-router/core';
import type { RelayEvent } from '@smart-router/relay';

const secondsBuckets = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300];

/** What the gateway measures of its own state when scraped. */
export interface GaugeReaders {
  inFlight(): number;
  /** Records not yet in the database. */
  spoolDepth(): number;
  /** Dependencies that are away now, e.g. `postgres`. */
  degraded(): readonly string[];
}

/** The gateway's Prometheus metrics. */
export interface GatewayMetrics {
  readonly registry: Registry;
  observe(event: RelayEvent): void;
}

/** Builds the metrics with bounded labels: groups, targets and fault types are the operator's, never the caller's words. */
export function createMetrics(gauges: GaugeReaders): GatewayMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'smart_router_process_' });
  registerGauges(registry, gauges);
  const labelNames = ['dialect', 'group', 'target', 'status'] as const;
  const requests = new Counter({
    name: 'smart_router_requests_total',
    help: 'Requests with a valid token.',
    labelNames,
    registers: [registry],
  });
  const errors = new Counter({
    name: 'smart_router_errors_total',
    help: 'Requests answered with a fault.',
    labelNames: ['type'],
    registers: [registry],
  });
  const attempts = new Counter({
    name: 'smart_router_attempts_total',
    help: 'Calls at providers.',
    labelNames: ['target', 'class'],
    registers: [registry],
  });
  const fallbacks = new Counter({
    name: 'smart_router_fallbacks_total',
    help: 'Requests served by another than the first target.',
    labelNames: ['group'],
    registers: [registry],
  });
  const tokens = new Counter({
    name: 'smart_router_tokens_total',
    help: 'Tokens as providers reported them.',
    labelNames: ['group', 'direction'],
    registers: [registry],
  });
  const cost = new Counter({
    name: 'smart_router_cost_usd_total',
    help: 'Cost in USD at frozen prices.',
    labelNames: ['group'],
    registers: [registry],
  });
  const latency = new Histogram({
    name: 'smart_router_latency_seconds',
    help: 'Arrival to end.',
    labelNames: ['group'],
    buckets: secondsBuckets,
    registers: [registry],
  });
  const firstToken = new Histogram({
    name: 'smart_router_first_token_seconds',
    help: 'Arrival to first content of a stream.',
    labelNames: ['group'],
    buckets: secondsBuckets,
    registers: [registry],
  });
  const strangers = new Counter({
    name: 'smart_router_strangers_refused_total',
    help: 'Requests without a valid token.',
    labelNames: ['type'],
    registers: [registry],
  });

  const observeRecord = (record: UsageRecord): void => {
    const group = record.group ?? 'none';
    requests.inc({ dialect: record.inboundDialect, group, target: record.target ?? 'none', status: record.status });
    if (record.errorType !== undefined) errors.inc({ type: record.errorType });
    for (const attempt of record.attempts)
      attempts.inc({ target: attempt.target, class: attempt.errorClass ?? 'served' });
    if (record.fallbackUsed) fallbacks.inc({ group });
    tokens.inc({ group, direction: 'input' }, totalInputTokens(record.tokens) ?? 0);
    tokens.inc({ group, direction: 'output' }, record.tokens.output ?? 0);
    cost.inc({ group }, Number(record.costNanoUsd ?? 0n) / 1e9);
    latency.observe({ group }, record.durationMs / 1000);
    if (record.firstTokenMs !== undefined) firstToken.observe({ group }, record.firstTokenMs / 1000);
  };
  return {
    registry,
    observe(event) {
      if (event.kind === 'request-ended') observeRecord(event.record);
      else if (event.kind === 'stranger-refused') strangers.inc({ type: event.errorType });
    },
  };
}

function registerGauges(registry: Registry, gauges: GaugeReaders): void {
  const gauge = (name: string, help: string, read: () => number): void => {
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read());
      },
    });
  };
  gauge('smart_router_in_flight', 'Requests under way.', () => gauges.inFlight());
  gauge('smart_router_spool_depth', 'Usage records not yet in the database.', () => gauges.spoolDepth());
  gauge('smart_router_degraded_dependencies', 'Dependencies that are away.', () => gauges.degraded().length);
}
