import type { Target } from '@smart-router/core';

/** The place of a target in a plan, 1 for the first; `undefined` when it has none. */
export function placeIn(plan: readonly Target[], target: Target): number | undefined {
  const index = plan.indexOf(target);
  return index < 0 ? undefined : index + 1;
}
