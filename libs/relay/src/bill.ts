import { costOf, pricesOfTier, type Cost, type Prices } from '@smart-router/core';
import type { Ending } from './journey-state.js';
import { keptTier } from './kept-tier.js';

/** What a request costs, and what that was made of. */
export interface Bill extends Cost {
  /** Those of the tier it was served in. */
  readonly prices: Prices | undefined;
  readonly serviceTier: string | undefined;
  /** What the provider said. */
  readonly upstreamCostNanoUsd: bigint | undefined;
}

/**
 * The bill of a request. Nothing served costs nothing. What can be computed is; what cannot is what the provider said it
 * costs, else, where it told no usage, an estimate from the input alone.
 */
export function billOf({ outcome, target, facts }: Pick<Ending, 'outcome' | 'target' | 'facts'>): Bill {
  const { serviceTier, costNanoUsd: upstreamCostNanoUsd } = outcome?.billing ?? {};
  const prices = pricesOfTier(target?.prices, serviceTier);
  const told = { prices, serviceTier: keptTier(serviceTier, target?.prices), upstreamCostNanoUsd };
  if (outcome === undefined || target === undefined) return { ...told, costNanoUsd: 0n, basis: 'computed' };
  const images = facts?.imageCount ?? 0;
  const { tokens } = outcome;
  const cost =
    tokens.output === undefined
      ? costOf({ input: facts?.estimatedInputTokens ?? 0, ...tokens, images }, prices, 'estimated')
      : costOf({ ...tokens, images }, prices, 'computed');
  if (cost.basis === 'computed' || upstreamCostNanoUsd === undefined) return { ...told, ...cost };
  return { ...told, costNanoUsd: upstreamCostNanoUsd, basis: 'reported' };
}
