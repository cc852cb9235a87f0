import type { Strategy } from './strategy.js';

/** One target: the first eligible of the configured list, and nothing behind it. */
export const staticStrategy: Strategy = {
  order: (candidates) => ({ targets: candidates.slice(0, 1) }),
};
