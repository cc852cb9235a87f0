import { drawOrder } from './draw-order.js';
import { splitStandby } from './standby.js';
import type { Strategy } from './strategy.js';

/**
 * The first by chance in proportion to its weight among the eligible, the next in the same way among the rest, and so
 * on. Targets of weight 0 come last, in the configured order.
 */
export const weightedStrategy: Strategy = {
  order(candidates, { rng }) {
    const { serving, standby } = splitStandby(candidates);
    return { targets: [...drawOrder(serving, rng), ...standby] };
  },
};
