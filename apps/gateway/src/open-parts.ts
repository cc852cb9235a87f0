import type { Clock } from '@smart-router/core';
import type { Catalog } from '@smart-router/config';
import { createRouter, type RelayEvent, type Router } from '@smart-router/relay';
import type { Logger } from 'pino';
import { createCanaryMeters } from './canaries/canary-meters.js';
import type { DependencyStates } from './dependencies.js';
import { logEvent } from './gateway-log.js';
import { createMetrics, type GatewayMetrics } from './gateway-metrics.js';
import { openLimits, type Limits } from './limits.js';
import { noteStranger } from './note-stranger.js';
import { openRouting, type Routing } from './open-routing.js';
import type { GroupPolicies } from './policies/open-policies.js';
import { pooledRandomBytes } from './random-pool.js';
import { openStorage, type Storage } from './storage.js';

/** Everything of a gateway but its listeners. */
export interface GatewayParts {
  readonly clock: Clock;
  readonly randomBytes: ReturnType<typeof pooledRandomBytes>;
  readonly log: Logger;
  readonly storage: Storage;
  readonly limits: Limits;
  readonly routing: Routing;
  readonly router: Router;
  readonly metrics: GatewayMetrics;
}

/** What they are opened with. */
export interface PartsOptions {
  readonly catalog: Catalog;
  readonly policies: GroupPolicies;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Opens them, whether or not what they depend on is there. */
export function openParts({ catalog, policies, clock, log }: PartsOptions): GatewayParts {
  const storage = openStorage(catalog.storage, log);
  const limits = openLimits(catalog.state, { clock, history: storage.history, log });
  const randomBytes = pooledRandomBytes();
  const routing = openRouting({
    ...{ catalog, policies, notices: limits.notices, clock, log },
    onFeedback: (group, end) => metrics.external.countFeedback(group, end),
    onCanaryNews: (news) => canaryMeters.count(news),
  });
  const opened = { clock, randomBytes, log, storage, limits, routing };
  const router = openRouter(opened, (event) => observers.forEach((observe) => observe(event)));
  const metrics = createMetrics({
    inFlight: () => router.inFlight(),
    waiting: () => router.waiting(),
    dependencies: () => dependenciesOf({ storage, limits }),
    now: () => clock.now(),
    adaptiveLimits: () => router.adaptiveLimits(),
  });
  const canaryMeters = createCanaryMeters(metrics.registry, () => routing.canaryStandings());
  const observers: readonly ((event: RelayEvent) => unknown)[] = [
    (event) => logEvent(log, event),
    (event) => metrics.observe(event),
    (event) => event.kind === 'request-ended' && routing.tell(event.record),
    (event) => event.kind === 'stranger-refused' && noteStranger(storage.access, event, clock.now()),
  ];
  return { ...opened, router, metrics };
}

function openRouter(
  { clock, randomBytes, storage, limits, routing }: Omit<GatewayParts, 'router' | 'metrics'>,
  observe: (event: RelayEvent) => void,
): Router {
  return createRouter({
    catalog: () => routing.catalog(),
    keys: storage.keys,
    limits: limits.store,
    usage: storage.usage,
    clock,
    rng: Math.random,
    randomBytes,
    observations: routing.observations,
    policyOf: (group) => routing.policyOf(group),
    observe,
  });
}

/** How everything that a gateway depends on does now. */
export function dependenciesOf({ storage, limits }: Pick<GatewayParts, 'storage' | 'limits'>): DependencyStates {
  return { ...storage.state(), redis: limits.state() };
}
