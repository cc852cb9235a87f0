import type { Strategy } from './strategy.js';

/** One target: the first eligible in configured order, with no other behind it. */
export const staticStrategy: Strategy = {
  order: (candidates) => candidates.slice(0, 1),
};
