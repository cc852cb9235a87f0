import type { Strategy } from './strategy.js';

/** The eligible targets in the configured order. */
export const failoverStrategy: Strategy = {
  order: (candidates) => ({ targets: candidates }),
};
