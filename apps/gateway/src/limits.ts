import type { Clock } from '@smart-router/core';
import type { StateSettings } from '@smart-router/config';
import { openSharedLimitStore } from '@smart-router/shared-state';
import { createMemoryLimitStore, type LimitStore } from '@smart-router/traffic-shaping';
import type { Logger } from 'pino';
import type { DependencyStates } from './dependencies.js';

/** The gateway's limits, shared by all replicas or its own. */
export interface Limits {
  readonly store: LimitStore;
  /** How Redis does; `undefined` when it is not used. */
  state(): DependencyStates['redis'];
  close(): Promise<void>;
}

/** Opens the limits in Redis, whether or not it is there; in memory when no state is configured. */
export function openLimits(settings: StateSettings | undefined, { now }: Clock, log: Logger): Limits {
  const rng = Math.random;
  if (settings === undefined) {
    return { store: createMemoryLimitStore({ now, rng }), state: () => undefined, close: () => Promise.resolve() };
  }
  const { commandTimeoutMs, expectedReplicas, keyPrefix } = settings;
  const store = openSharedLimitStore({
    ...{ redisUrl: settings.redisUrl.reveal(), commandTimeoutMs, expectedReplicas, keyPrefix, now, rng },
    onProblem: (message) => log.warn(message),
  });
  return { store, state: () => ({ away: store.degraded(), replicas: store.replicas() }), close: () => store.close() };
}
