import type { UpstreamShape } from '@smart-router/core';
import type { Claim } from './limit.js';
import { shapeRates, type Rates } from './shape-limits.js';

/** Nothing is free in a line. */
const leastShare = 1e-6;

/**
 * What a request takes of a shape, in seconds of what it lets through: the largest share over all its rates, so that
 * requests and tokens can be compared. Of requests in flight nobody knows how long they take: there, all cost the same.
 */
export function shareOfSecond(
  shape: Rates & Pick<UpstreamShape, 'concurrent'>,
  claim: Pick<Claim, 'requests' | 'inputTokens' | 'outputTokens' | 'totalTokens'>,
): number {
  const { concurrent = 0 } = shape;
  const ofRates = shapeRates(shape).map(({ counted, milliPerSec }) => (claim[counted] * 1000) / milliPerSec);
  return Math.max(leastShare, ...ofRates, concurrent > 0 ? 1 / concurrent : 0);
}
