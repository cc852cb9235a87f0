import type { Observations, Observed } from '@smart-router/core';
import fc from 'fast-check';

/** What was observed of a target that serves in a second; the rest as given. */
export function observed(given: Partial<Observed> = {}): Observed {
  return {
    count: 100,
    errorRate: 0,
    timeoutRate: 0,
    rejectionRate: 0,
    latencyP50Ms: 1_000,
    latencyP95Ms: 2_000,
    firstTokenP50Ms: undefined,
    firstTokenP95Ms: undefined,
    outputTokensPerSec: undefined,
    cachedInputShare: undefined,
    warmCachedInputShare: undefined,
    queueWaitMs: 0,
    costNanoUsd: undefined,
    ...given,
  };
}

/** Observations that stay as they are, by target id. */
export function observations(byId: Readonly<Record<string, Observed | undefined>>): Observations {
  return { of: (targetId) => byId[targetId] };
}

const share = fc.double({ min: 0, max: 1, noNaN: true });
const known = (most: number): fc.Arbitrary<number | undefined> =>
  fc.option(fc.double({ min: 0, max: most, noNaN: true }), { nil: undefined });

/** Anything that may be observed of a target, nothing included. */
export const anyObserved: fc.Arbitrary<Observed | undefined> = fc.option(
  fc
    .record({
      count: fc.integer({ min: 1, max: 200 }),
      errorRate: share,
      timeouts: share,
      rejectionRate: share,
      latencyP50Ms: known(60_000),
      latencyP95Ms: known(60_000),
      firstTokenP50Ms: known(10_000),
      firstTokenP95Ms: known(10_000),
      outputTokensPerSec: known(500),
      cachedInputShare: fc.option(share, { nil: undefined }),
      warmCachedInputShare: fc.option(share, { nil: undefined }),
      queueWaitMs: fc.integer({ min: 0, max: 1_000 }),
      costNanoUsd: known(1e9),
    })
    .map(({ timeouts, ...rest }) => ({ ...rest, timeoutRate: timeouts * rest.errorRate })),
  { nil: undefined },
);
