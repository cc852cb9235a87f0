import { failoverStrategy } from './failover.js';
import type { RoutingOptions } from './options.js';
import { staticStrategy } from './static.js';
import type { Strategy } from './strategy.js';
import { weightedStrategy } from './weighted.js';

/** Every strategy by the name that `model_groups.<name>.strategy` gives it. */
export const strategies: Readonly<Record<RoutingOptions['strategy'], Strategy>> = {
  static: staticStrategy,
  failover: failoverStrategy,
  weighted: weightedStrategy,
};
