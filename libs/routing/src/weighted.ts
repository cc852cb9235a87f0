import type { Target } from '@smart-router/core';
import type { Signals, Strategy } from './strategy.js';

/**
 * Draws targets without replacement in proportion to their weights, over what is eligible. A weight of 0 gives a share of
 * nothing: such targets follow behind all others, in configured order.
 */
export const weightedStrategy: Strategy = { order: orderByWeight };

function orderByWeight(candidates: readonly Target[], signals: Signals): readonly Target[] {
  const left = candidates.filter((target) => target.weight > 0);
  const drawn: Target[] = [];
  while (left.length > 0) drawn.push(...left.splice(drawIndex(left, signals), 1));
  return [...drawn, ...candidates.filter((target) => target.weight <= 0)];
}

function drawIndex(targets: readonly Target[], signals: Signals): number {
  if (targets.length === 1) return 0;
  let ticket = signals.rng() * targets.reduce((sum, target) => sum + target.weight, 0);
  const index = targets.findIndex((target) => (ticket -= target.weight) < 0);
  return index < 0 ? targets.length - 1 : index;
}
