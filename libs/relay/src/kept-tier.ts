import type { Prices } from '@smart-router/core';

/**
 * The tiers that providers name.
 * @see https://platform.openai.com/docs/api-reference/chat/object — `service_tier`
 * @see https://docs.anthropic.com/en/api/service-tiers — `usage.service_tier`
 */
const publishedTiers: readonly string[] = ['auto', 'default', 'flex', 'priority', 'scale', 'standard', 'batch'];

/** A tier as the ledger keeps it: a published or a priced one by its name, any other word of a provider as `other`. */
export function keptTier(tier: string | undefined, prices: Prices | undefined): string | undefined {
  if (tier === undefined || publishedTiers.includes(tier)) return tier;
  return prices?.tiers !== undefined && Object.hasOwn(prices.tiers, tier) ? tier : 'other';
}
