import { Gauge, Registry, collectDefaultMetrics } from 'prom-client';
import type { RelayEvent, Router } from '@smart-router/relay';
import { registerAdaptiveGauges } from './adaptive-gauges.js';
import { registerDependencyMeters } from './dependency-meters.js';
import type { DependencyStates } from './dependencies.js';
import { createExternalMeters, type ExternalMeters } from './policies/external-meters.js';
import { createPolicyMeters } from './policies/policy-meters.js';
import { createQueueMeters } from './queue-meters.js';
import { createRequestMeters } from './request-meters.js';
import { createShapeMeters } from './shape-meters.js';

/** What the gateway measures of its own state when scraped. */
export interface GaugeReaders {
  inFlight(): number;
  /** Queues with requests in them. */
  waiting(): ReturnType<Router['waiting']>;
  dependencies(): DependencyStates;
  /** Milliseconds since the epoch. */
  now(): number;
  adaptiveLimits(): ReturnType<Router['adaptiveLimits']>;
}

/** The gateway's Prometheus metrics. */
export interface GatewayMetrics {
  readonly registry: Registry;
  readonly external: ExternalMeters;
  observe(event: RelayEvent): void;
}

/** Builds the metrics with bounded labels: groups, targets and fault types are the operator's, never the caller's words. */
export function createMetrics(gauges: GaugeReaders): GatewayMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'smart_router_process_' });
  new Gauge({
    name: 'smart_router_in_flight',
    help: 'Requests under way.',
    registers: [registry],
    collect() {
      this.set(gauges.inFlight());
    },
  });
  registerDependencyMeters(registry, gauges);
  registerAdaptiveGauges(registry, () => gauges.adaptiveLimits());
  const meters = createRequestMeters(registry);
  const shapes = createShapeMeters(registry, () => Date.now());
  const policies = createPolicyMeters(registry);
  const queues = createQueueMeters(registry, () => gauges.waiting());
  const external = createExternalMeters(registry);
  return {
    registry,
    external,
    observe(event) {
      if (event.kind === 'request-ended') {
        meters.countRequest(event.record);
        shapes.countRequest(event.record);
        external.countRequest(event.record);
        policies.countRequest(event.record);
      } else if (event.kind === 'stranger-refused') meters.countStranger(event.errorType);
      else if (event.kind === 'tokens-counted') meters.countCount(event);
      else if (event.kind === 'credential-benched') meters.countBenched(event);
      else if (event.kind === 'backoff-changed') shapes.noteBackoff(event);
      else if (event.kind === 'soft-limits-passed') meters.countWarnings(event.buckets);
      else if (event.kind === 'line-left') queues.countStay(event);
    },
  };
}
