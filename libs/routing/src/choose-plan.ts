import type { Target } from '@smart-router/core';
import type { RoutingOptions } from './options.js';
import { strategies } from './strategies.js';
import type { Plan, Signals } from './strategy.js';

/**
 * Orders the eligible targets by the strategy of their group.
 * @param candidates the eligible targets in the configured order.
 */
export function choosePlan(candidates: readonly Target[], options: RoutingOptions, signals: Signals): Plan {
  let draw: number | undefined;
  const rng = (): number => {
    const number = signals.rng();
    draw ??= number;
    return number;
  };
  const targets = strategies[options.strategy].order(candidates, { ...signals, rng });
  return { targets, reason: `${options.strategy}: ${targets.length} of ${candidates.length} eligible`, draw };
}
