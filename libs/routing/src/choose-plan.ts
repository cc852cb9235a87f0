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
  const ordered = strategies[options.strategy].order(candidates, { ...signals, rng }, options);
  const reason = `${options.strategy}: ${ordered.targets.length} of ${candidates.length} eligible`;
  return { reason, draw, ...ordered };
}
