import type { RouteTarget } from '@smart-router/policies';

/** Observations below which nothing is said. */
const minCount = 20;

/** Whether a target did well lately, or nobody knows better. */
export function isHealthy({ observed }: RouteTarget): boolean {
  if (observed === undefined || observed.count < minCount) return true;
  return observed.errorRate < 0.1 && observed.timeoutRate < 0.05;
}
