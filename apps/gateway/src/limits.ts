import type { Clock, UsageHistory } from '@smart-router/core';
import type { StateSettings } from '@smart-router/config';
import { openSharedLimitStore, type Notices } from '@smart-router/shared-state';
import {
  createMemoryLimitStore,
  createSeedingStore,
  type LimitStore,
  type SeedableLimitStore,
} from '@smart-router/traffic-shaping';
import type { Logger } from 'pino';
import type { DependencyStates } from './dependencies.js';
import { keepReconciled } from './keep-reconciled.js';

/** The gateway's limits, shared by all replicas or its own. */
export interface Limits {
  readonly store: LimitStore;
  /** How Redis does; `undefined` when it is not used. */
  state(): DependencyStates['redis'];
  /** What replicas tell each other; `undefined` where there is one. */
  readonly notices: Notices | undefined;
  close(): Promise<void>;
}

/** What limits are opened with beside their settings. */
export interface LimitsParts {
  readonly clock: Clock;
  readonly history: UsageHistory;
  readonly log: Logger;
}

/**
 * Opens the limits in Redis, whether or not it is there; in memory when no state is configured. Either way quotas count
 * on from the history of usage, and are corrected by it.
 */
export function openLimits(settings: StateSettings | undefined, { clock, history, log }: LimitsParts): Limits {
  const { now } = clock;
  const counted = settings === undefined ? inMemory(clock) : inRedis(settings, clock, log);
  const store = createSeedingStore({ store: counted.store, history, now });
  const reconciling = keepReconciled(() => store.reconcile());
  return {
    store,
    state: () => counted.state(),
    notices: counted.notices,
    async close() {
      await reconciling.stop();
      await counted.close();
    },
  };
}

interface Counted extends Limits {
  readonly store: SeedableLimitStore;
}

function inMemory({ now }: Clock): Counted {
  const store = createMemoryLimitStore({ now, rng: Math.random });
  return { store, state: () => undefined, notices: undefined, close: () => Promise.resolve() };
}

function inRedis(settings: StateSettings, { now }: Clock, log: Logger): Counted {
  const { commandTimeoutMs, expectedReplicas, keyPrefix } = settings;
  const store = openSharedLimitStore({
    ...{ redisUrl: settings.redisUrl.reveal(), commandTimeoutMs, expectedReplicas, keyPrefix, now, rng: Math.random },
    onProblem: (message) => log.warn(message),
  });
  return {
    store,
    state: () => ({ away: store.degraded(), replicas: store.replicas() }),
    notices: store.notices,
    close: () => store.close(),
  };
}
