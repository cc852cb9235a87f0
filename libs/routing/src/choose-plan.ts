import type { Target } from '@smart-router/core';
import type { RoutingOptions } from './options.js';
import { strategies, type StrategyName } from './strategies.js';
import type { Plan, Signals } from './strategy.js';

/**
 * Orders the eligible targets by the strategy of their group.
 * @param candidates the eligible targets in the configured order.
 */
export function choosePlan(
  candidates: readonly Target[],
  options: RoutingOptions & { readonly strategy: StrategyName },
  signals: Signals,
): Plan {
  let draw: number | undefined;
  const rng = (): number => {
    const number = signals.rng();
    draw ??= number;
    return number;
  };
  const { order, weighsWarmth = false } = strategies[options.strategy];
  const ordered = order(candidates, { ...signals, rng }, options);
  return { draw, weighsWarmth, ...ordered };
}
