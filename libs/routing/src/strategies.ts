import { dynamicScoreStrategy } from './dynamic-score.js';
import { failoverStrategy } from './failover.js';
import { leastLatencyStrategy } from './least-latency.js';
import type { RoutingOptions } from './options.js';
import type { PolicyKind } from './policy.js';
import { roundRobinStrategy } from './round-robin.js';
import { staticStrategy } from './static.js';
import type { Strategy } from './strategy.js';
import { weightedStrategy } from './weighted.js';

/** The strategies that are the router's own; the others are policies of the operator. */
export type StrategyName = Exclude<RoutingOptions['strategy'], PolicyKind>;

/** Every strategy by the name that `model_groups.<name>.strategy` gives it. */
export const strategies: Readonly<Record<StrategyName, Strategy>> = {
  static: staticStrategy,
  failover: failoverStrategy,
  weighted: weightedStrategy,
  'round-robin': roundRobinStrategy,
  'least-latency': leastLatencyStrategy,
  'dynamic-score': dynamicScoreStrategy,
};
