import { costOf, pricesOfTier, type AskFacts, type Cost, type Prices, type Target } from '@smart-router/core';
import type { Outcome } from '@smart-router/dialects';
import { keptTier } from './kept-tier.js';

/** What a request costs, and what that was made of. */
export interface Bill extends Cost {
  /** Those of the tier it was served in. */
  readonly prices: Prices | undefined;
  readonly serviceTier: string | undefined;
  /** What the provider said. */
  readonly upstreamCostNanoUsd: bigint | undefined;
}

/** Nothing served costs nothing. */
export const nothingToPay: Bill = {
  costNanoUsd: 0n,
  basis: 'computed',
  prices: undefined,
  serviceTier: undefined,
  upstreamCostNanoUsd: undefined,
};

/**
 * The bill of an answer. What can be computed is; what cannot is what the provider said it costs, else, where it told no
 * usage, an estimate from the input alone.
 */
export function billOf(
  { tokens, billing }: Pick<Outcome, 'tokens' | 'billing'>,
  target: Pick<Target, 'prices'>,
  { imageCount: images, estimatedInputTokens: input }: Pick<AskFacts, 'imageCount' | 'estimatedInputTokens'>,
): Bill {
  const upstreamCostNanoUsd = billing?.costNanoUsd;
  const prices = pricesOfTier(target.prices, billing?.serviceTier);
  const cost =
    tokens.output === undefined
      ? costOf({ images, input, ...tokens }, prices, 'estimated')
      : costOf({ images, ...tokens }, prices, 'computed');
  const isReported = cost.basis !== 'computed' && upstreamCostNanoUsd !== undefined;
  return {
    costNanoUsd: isReported ? upstreamCostNanoUsd : cost.costNanoUsd,
    basis: isReported ? 'reported' : cost.basis,
    prices,
    serviceTier: keptTier(billing?.serviceTier, target.prices),
    upstreamCostNanoUsd,
  };
}
