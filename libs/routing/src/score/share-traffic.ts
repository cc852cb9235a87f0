import { steep } from '../steep.js';
import type { Rated } from './rate-targets.js';

/** How shares are made of scores. */
export interface ShareRules {
  /** 0 to 1: the part of the traffic that live scores distribute; the rest follows the weights. */
  readonly adjustment: number;
  /** Whether it has no share while others have one: it comes to its observations otherwise. */
  isLeftOut(rated: Rated): boolean;
}

/**
 * The share of first places each target gets, together 1 (or all 0, where no target has a weight). Live scores move traffic
 * only among those who have one; everybody else has the share of its weight.
 */
export function shareTraffic(rated: readonly Rated[], { adjustment, isLeftOut }: ShareRules): readonly number[] {
  const isNobodyIn = rated.every(isLeftOut);
  const priors = toShares(rated.map((one) => (isNobodyIn || !isLeftOut(one) ? one.target.weight : 0)));
  const pulls = toShares(rated.map(({ target, live }) => target.weight * steep(live ?? 0)));
  const scored = priors.filter((_, index) => rated[index]?.live !== undefined);
  const scoredPart = scored.reduce((sum, prior) => sum + prior, 0);
  const isPulled = pulls.some((pull) => pull > 0);
  return priors.map((prior, index) => {
    if (rated[index]?.live === undefined || !isPulled) return prior;
    return (1 - adjustment) * prior + adjustment * scoredPart * (pulls[index] ?? 0);
  });
}

function toShares(amounts: readonly number[]): readonly number[] {
  const total = amounts.reduce((sum, amount) => sum + amount, 0);
  return total > 0 ? amounts.map((amount) => amount / total) : amounts.map(() => 0);
}
