import type { Rng, Target } from '@smart-router/core';
import type { Strategy } from './strategy.js';

/**
 * The first by chance in proportion to its weight among the eligible, the next in the same way among the rest, and so
 * on. Targets of weight 0 come last, in the configured order.
 */
export const weightedStrategy: Strategy = {
  order(candidates, { rng }) {
    const left = candidates.filter(({ weight }) => weight > 0);
    const order: Target[] = [];
    while (left.length > 0) order.push(...left.splice(draw(left, rng), 1));
    return { targets: [...order, ...candidates.filter(({ weight }) => !(weight > 0))] };
  },
};

/** The index of a target drawn by weight. */
function draw(targets: readonly Target[], rng: Rng): number {
  const total = targets.reduce((sum, { weight }) => sum + weight, 0);
  let left = rng() * total;
  for (const [index, { weight }] of targets.entries()) {
    left -= weight;
    if (left < 0) return index;
  }
  return targets.length - 1; // rounding may leave a hair of the total over
}
