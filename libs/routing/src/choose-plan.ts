import type { Target } from '@smart-router/core';
import type { RoutingOptions } from './options.js';
import { strategies } from './strategies.js';
import type { Plan, Signals } from './strategy.js';

/** Orders the eligible targets of a group by its strategy. */
export function choosePlan(candidates: readonly Target[], options: RoutingOptions, signals: Signals): Plan {
  return { targets: strategies[options.strategy].order(candidates, signals), reason: options.strategy };
}
