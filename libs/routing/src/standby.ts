import type { Target } from '@smart-router/core';

/** Targets by whether they have a share of the traffic; both in the configured order. */
export interface Duties {
  readonly serving: readonly Target[];
  /** Of weight 0: asked when all others failed. */
  readonly standby: readonly Target[];
}

/** Where traffic is shared, a target of weight 0 stands by behind all others. */
export function splitStandby(candidates: readonly Target[]): Duties {
  return {
    serving: candidates.filter(({ weight }) => weight > 0),
    standby: candidates.filter(({ weight }) => !(weight > 0)),
  };
}
