import type { Clock } from '@smart-router/core';
import type { Catalog } from '@smart-router/config';
import type { Router } from '@smart-router/relay';
import type { Logger } from 'pino';
import { callsEnded } from './calls-ended.js';
import { closeServer } from './close-server.js';
import { createAdminApp, createPublicApp } from './express-app.js';
import { fixedSettings } from './fixed-settings.js';
import type { HouseKeeping } from './house-keeping.js';
import { listen, plainServer, publicServer, type Listening } from './listen.js';
import { openHouse } from './open-house.js';
import { openParts, type GatewayParts } from './open-parts.js';
import { noPolicies, type GroupPolicies } from './policies/open-policies.js';
import { isReady } from './probe-routes.js';

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
  const { log, policies = noPolicies } = start;
  let { catalog } = start;
  let isDraining = false;
  const parts = openParts({ catalog, policies, clock, log });
  const house = openHouse(parts, () => isDraining);
  const listeners = await openListeners(parts.router, house, catalog).catch(async (error: unknown) => {
    const { router, storage, limits, routing } = parts;
    await Promise.all([router.close(), storage.close(), limits.close(), routing.close(0)]);
    throw error;
  });
  return {
    url: listeners.public.url,
    adminUrl: listeners.admin?.url,
    ready: () => isReady(house),
    useCatalog(next, itsPolicies = noPolicies) {
      const settings = fixedSettings(start.catalog, next);
      if (settings.length > 0) log.warn({ settings }, 'changed settings that need a restart stay as they were');
      catalog = next;
      parts.routing.use(next, itsPolicies);
    },
    async close() {
      isDraining = true;
      await drain(parts, listeners, catalog.server.drainTimeoutMs);
    },
  };
}

/** Ends a gateway in the order in which its parts still need each other: who answers first, and the ledger late. */
async function drain({ router, routing, limits, storage }: GatewayParts, listeners: Listeners, drainMs: number) {
  const until = clock.now() + drainMs;
  router.stopWaitingBy(clock.now() + drainMs * waitingShareOfDrain);
  await closeServer(listeners.public.server, drainMs);
  await callsEnded(router, () => clock.now() < until);
  await router.close();
  await routing.close(Math.max(minFlushMs, until - clock.now()));
  await limits.close();
  await storage.close();
  // Whoever operates it may look until the end.
  if (listeners.admin !== undefined) await closeServer(listeners.admin.server, 0);
}

interface Listeners {
  readonly public: Listening;
  readonly admin: Listening | undefined;
}

async function openListeners(router: Router, house: HouseKeeping, catalog: Catalog): Promise<Listeners> {
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
