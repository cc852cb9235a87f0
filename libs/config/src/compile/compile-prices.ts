import type { Prices } from '@smart-router/core';
import type { PriceOptions, TierPriceOptions } from '../options/price-options.js';

const microUsdPerUsd = 1_000_000;

/** Prices as integers of micro-USD; a price that is not given stays unknown, and one that a tier does not give is the model's. */
export function compilePrices(options: PriceOptions | undefined): Prices | undefined {
  if (options === undefined) return undefined;
  const { source, updated } = options;
  const prices = {
    ...amountsOf(options),
    ...(source !== undefined && { source }),
    ...(updated !== undefined && { updated }),
  };
  const tiers = Object.entries(options.tiers);
  if (tiers.length === 0) return prices;
  // Whole ones, so that nothing is put together while a request waits.
  const whole = tiers.map(([tier, amounts]) => [tier, { ...prices, ...amountsOf(amounts) }] as const);
  return { ...prices, tiers: Object.fromEntries(whole) };
}

function amountsOf(options: TierPriceOptions): Prices {
  return {
    ...only('inputMicroUsdPerMillion', options.input_per_million_usd),
    ...only('cachedInputMicroUsdPerMillion', options.cached_input_per_million_usd),
    ...only('cacheWrite5mMicroUsdPerMillion', options.cache_write_5m_per_million_usd),
    ...only('cacheWrite1hMicroUsdPerMillion', options.cache_write_1h_per_million_usd),
    ...only('outputMicroUsdPerMillion', options.output_per_million_usd),
    ...only('reasoningMicroUsdPerMillion', options.reasoning_per_million_usd),
    ...only('imageInputMicroUsdPerMillion', options.image_input_per_million_usd),
    ...only('imageMicroUsd', options.image_input_per_image_usd),
  };
}

/** Six decimals of a dollar are whole micro-USD; rounding only removes the error of binary fractions. */
function only(name: keyof Prices, usd: number | undefined): Prices {
  return usd === undefined ? {} : { [name]: Math.round(usd * microUsdPerUsd) };
}
