import type { Target } from '@smart-router/core';
import { draw } from './draw.js';
import { splitStandby } from './standby.js';
import type { Strategy } from './strategy.js';

/**
 * The first by chance in proportion to its weight among the eligible, the next in the same way among the rest, and so
 * on. Targets of weight 0 come last, in the configured order.
 */
export const weightedStrategy: Strategy = {
  order(candidates, { rng }) {
    const { serving, standby } = splitStandby(candidates);
    const left = [...serving];
    const weights = left.map(({ weight }) => weight);
    const order: Target[] = [];
    while (left.length > 0) {
      const index = draw(weights, rng) ?? 0;
      order.push(...left.splice(index, 1));
      weights.splice(index, 1);
    }
    return { targets: [...order, ...standby] };
  },
};
