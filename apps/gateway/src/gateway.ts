import { newRequestId, type Clock } from '@smart-router/core';
import type { Catalog } from '@smart-router/config';
import { createRouter, type RelayEvent, type Router } from '@smart-router/relay';
import type { Logger } from 'pino';
import { createCanaryMeters } from './canaries/canary-meters.js';
import { callsEnded } from './calls-ended.js';
import { closeServer } from './close-server.js';
import type { DependencyStates } from './dependencies.js';
import { createAdminApp, createPublicApp } from './express-app.js';
import { logEvent } from './gateway-log.js';
import { createMetrics, type GatewayMetrics } from './gateway-metrics.js';
import { fixedSettings } from './fixed-settings.js';
import type { HouseKeeping } from './house-keeping.js';
import { listen, plainServer, publicServer, type Listening } from './listen.js';
import { openLookUps, type LookUps } from './look-ups.js';
import { openLimits, type Limits } from './limits.js';
import { openRouting } from './open-routing.js';
import { openStorage, type Storage } from './storage.js';
import { noteStranger } from './note-stranger.js';
import { noPolicies, type GroupPolicies } from './policies/open-policies.js';
import { isReady } from './probe-routes.js';
import { pooledRandomBytes } from './random-pool.js';
import { version } from './version.js';

/** A running gateway. */
export interface Gateway {
  readonly url: string;
  readonly adminUrl: string | undefined;
  /** Whether requests are taken now, as `/readyz` answers. */
  ready(): boolean;
  /** Swaps the catalog; requests under way keep theirs. */
  useCatalog(catalog: Catalog, policies?: GroupPolicies): void;
  /** Stops accepting, finishes answers up to the drain limit, flushes the ledger. */
  close(): Promise<void>;
}

const clock: Clock = { now: () => Date.now() };

/** Whoever waits in a queue when the gateway stops may wait on for half of the time, so that its answer has the other half. */
const waitingShareOfDrain = 0.5;

/** Policy services get their last feedback in what the drain has left, and in no less than this. */
const minFlushMs = 1_000;

/** Starts a gateway: storage, router, public and admin listeners. Rejects with one line when it cannot. */
export async function startGateway(start: {
  readonly catalog: Catalog;
  /** Of the groups of the catalog; none when left out. */
  readonly policies?: GroupPolicies;
  readonly log: Logger;
}): Promise<Gateway> {
  const { log } = start;
  let { catalog } = start;
  const started = catalog;
  let draining = false;
  const storage = openStorage(catalog.storage, log);
  const limits = openLimits(catalog.state, { clock, history: storage.history, log });
  const randomBytes = pooledRandomBytes();
  const routing = openRouting({
    ...{ catalog, policies: start.policies ?? noPolicies, notices: limits.notices, clock, log },
    onFeedback: (group, end) => metrics.external.countFeedback(group, end),
    onCanaryNews: (news) => canaryMeters.count(news),
  });
  const observers: ((event: RelayEvent) => unknown)[] = [(event) => logEvent(log, event)];
  const router = createRouter({
    catalog: () => routing.catalog(),
    keys: storage.keys,
    limits: limits.store,
    usage: storage.usage,
    clock,
    rng: Math.random,
    randomBytes,
    observations: routing.observations,
    policyOf: (group) => routing.policyOf(group),
    observe: (event) => observers.forEach((observe) => observe(event)),
  });
  const metrics = createMetrics({
    inFlight: () => router.inFlight(),
    waiting: () => router.waiting(),
    dependencies: () => dependencies({ storage, limits }),
    now: () => clock.now(),
    adaptiveLimits: () => router.adaptiveLimits(),
  });
  const canaryMeters = createCanaryMeters(metrics.registry, () => routing.canaryStandings());
  observers.push(
    (event) => metrics.observe(event),
    (event) => event.kind === 'request-ended' && routing.tell(event.record),
    (event) => event.kind === 'stranger-refused' && noteStranger(storage.access, event, clock.now()),
  );
  const house = houseKeeping({
    catalog: () => routing.catalog(),
    storage,
    limits,
    metrics,
    lookUps: openLookUps(storage.evidence, (message) => log.warn(message)),
    draining: () => draining,
    requestId: () => newRequestId(clock.now(), randomBytes),
  });
  const listeners = await openListeners(router, house, catalog).catch(async (error: unknown) => {
    await Promise.all([router.close(), storage.close(), limits.close(), routing.close(0)]);
    throw error;
  });
  return {
    url: listeners.public.url,
    adminUrl: listeners.admin?.url,
    ready: () => isReady(house),
    useCatalog(next, itsPolicies = noPolicies) {
      const settings = fixedSettings(started, next);
      if (settings.length > 0) log.warn({ settings }, 'changed settings that need a restart stay as they were');
      catalog = next;
      routing.use(next, itsPolicies);
    },
    async close() {
      draining = true;
      const until = clock.now() + catalog.server.drainTimeoutMs;
      router.stopWaitingBy(clock.now() + catalog.server.drainTimeoutMs * waitingShareOfDrain);
      await closeServer(listeners.public.server, catalog.server.drainTimeoutMs);
      await callsEnded(router, () => clock.now() < until);
      await router.close();
      await routing.close(Math.max(minFlushMs, until - clock.now()));
      await limits.close();
      await storage.close();
      if (listeners.admin !== undefined) await closeServer(listeners.admin.server, 0);
    },
  };
}

function houseKeeping(parts: {
  readonly catalog: () => Catalog;
  readonly storage: Storage;
  readonly limits: Limits;
  readonly metrics: GatewayMetrics;
  readonly lookUps: LookUps;
  readonly draining: () => boolean;
  readonly requestId: () => string;
}): HouseKeeping {
  return {
    catalog: parts.catalog,
    keys: parts.storage.keys,
    ready: () => parts.storage.keys.ready() && parts.storage.usage.ready(),
    peekLimits: (request) => parts.limits.store.peek(request),
    usedBy: (keys, day) => parts.storage.history.sums(keys, day),
    lookUps: parts.lookUps,
    dependencies: () => dependencies(parts),
    noteStranger: (stranger) => noteStranger(parts.storage.access, stranger, clock.now()),
    draining: parts.draining,
    version,
    metricsText: () => parts.metrics.registry.metrics(),
    metricsType: parts.metrics.registry.contentType,
    requestId: parts.requestId,
    now: () => clock.now(),
  };
}

function dependencies(parts: { readonly storage: Storage; readonly limits: Limits }): DependencyStates {
  return { ...parts.storage.state(), redis: parts.limits.state() };
}

async function openListeners(
  router: Router,
  house: HouseKeeping,
  catalog: Catalog,
): Promise<{ readonly public: Listening; readonly admin: Listening | undefined }> {
  const { server } = catalog;
  const open = await listen(publicServer(router, createPublicApp(house), server), server.listen);
  if (server.adminListen === undefined) return { public: open, admin: undefined };
  try {
    return { public: open, admin: await listen(plainServer(createAdminApp(house)), server.adminListen) };
  } catch (error) {
    open.server.close();
    throw error;
  }
}
