import { Gauge, Registry, collectDefaultMetrics } from 'prom-client';
import type { RelayEvent, Router } from '@smart-router/relay';
import { registerAdaptiveGauges } from './adaptive-gauges.js';
import { createRequestMeters } from './request-meters.js';
import { createShapeMeters } from './shape-meters.js';

/** What the gateway measures of its own state when scraped. */
export interface GaugeReaders {
  inFlight(): number;
  /** Records not yet in the database. */
  spoolDepth(): number;
  /** Dependencies that are away now, e.g. `postgres`. */
  degraded(): readonly string[];
  adaptiveLimits(): ReturnType<Router['adaptiveLimits']>;
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
  registerAdaptiveGauges(registry, () => gauges.adaptiveLimits());
  const meters = createRequestMeters(registry);
  const shapes = createShapeMeters(registry, () => Date.now());
  return {
    registry,
    observe(event) {
      if (event.kind === 'request-ended') {
        meters.countRequest(event.record);
        shapes.countRequest(event.record);
      } else if (event.kind === 'stranger-refused') meters.countStranger(event.errorType);
      else if (event.kind === 'tokens-counted') meters.countCount(event);
      else if (event.kind === 'credential-benched') meters.countBenched(event);
      else if (event.kind === 'backoff-changed') shapes.noteBackoff(event);
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
  new Gauge({
    name: 'smart_router_degraded',
    help: 'Whether a dependency is away: 1 while it is, nothing while it is not.',
    labelNames: ['dependency'],
    registers: [registry],
    collect() {
      this.reset();
      for (const dependency of gauges.degraded()) this.set({ dependency }, 1);
    },
  });
}
