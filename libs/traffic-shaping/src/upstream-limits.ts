import type { UpstreamShape } from '@smart-router/core';
import type { Limit } from './limit.js';
import { createBuckets, shapeLimits, type Shaped } from './shape-limits.js';

/** Everything counted for one provider, credential, model or target. */
export interface ScopeState extends Shaped {
  inFlight: number;
}

/** A scope that has not been seen before. */
export function createScopeState(): ScopeState {
  return { inFlight: 0, buckets: createBuckets(), neededUntilMs: 0 };
}

/** Every limit an upstream may have. */
export const upstreamLimits: readonly Limit<ScopeState, UpstreamShape>[] = [
  {
    bucket: 'concurrent',
    waitMs: (state, { concurrent = 0 }) => (concurrent > 0 && state.inFlight >= concurrent ? Infinity : 0),
    take: (state) => void (state.inFlight += 1),
  },
  ...shapeLimits,
];
