import type { Strategy } from './strategy.js';

/** Configured order: the first eligible target, the later ones only when it fails. */
export const failoverStrategy: Strategy = {
  order: (candidates) => candidates,
};
