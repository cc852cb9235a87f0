import { Gauge, Histogram, type Registry } from 'prom-client';
import type { RelayEvent, Router } from '@smart-router/relay';

/** Queues wait for milliseconds to a minute; what waits longer has been given up. */
const secondsBuckets = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** Counts what waits in queues, and how long it did. */
export interface QueueMeters {
  countStay(event: Extract<RelayEvent, { kind: 'line-left' }>): void;
}

/** Registers the meters of queues. Upstreams have the operator's names; callers are many, and counted together. */
export function createQueueMeters(registry: Registry, waiting: Router['waiting']): QueueMeters {
  new Gauge({
    name: 'smart_router_queue_depth',
    help: 'Requests that wait for room now; of upstreams by name, of callers together.',
    labelNames: ['scope', 'name'],
    registers: [registry],
    collect() {
      this.reset();
      for (const { depth, ...line } of waiting()) this.inc(labelsOf(line), depth);
    },
  });
  const waits = new Histogram({
    name: 'smart_router_queue_wait_seconds',
    help: 'How long a request stayed in a queue, and what became of it.',
    labelNames: ['scope', 'outcome'],
    buckets: secondsBuckets,
    registers: [registry],
  });
  return {
    countStay: ({ line: { scope }, outcome, waitedMs }) => waits.observe({ scope, outcome }, waitedMs / 1000),
  };
}

function labelsOf({ scope, key }: Extract<RelayEvent, { kind: 'line-left' }>['line']) {
  switch (scope) {
    case 'provider':
    case 'credential':
    case 'model':
    case 'target':
      return { scope, name: key.slice(scope.length + 1) };
    case 'key':
    case 'user':
    case 'project':
    case 'organization':
      return { scope, name: 'all' };
  }
}
