import type { Prices } from '@smart-router/core';
import type { ModelOptions } from '../options/model-options.js';

const microUsdPerUsd = 1_000_000;

/** Prices as integers of micro-USD per million tokens; a price that is not given stays unknown. */
export function compilePrices(options: ModelOptions['prices']): Prices | undefined {
  if (options === undefined) return undefined;
  const prices = {
    inputMicroUsdPerMillion: toMicroUsd(options.input_per_million_usd),
    cachedInputMicroUsdPerMillion: toMicroUsd(options.cached_input_per_million_usd),
    cacheWrite5mMicroUsdPerMillion: toMicroUsd(options.cache_write_5m_per_million_usd),
    cacheWrite1hMicroUsdPerMillion: toMicroUsd(options.cache_write_1h_per_million_usd),
    outputMicroUsdPerMillion: toMicroUsd(options.output_per_million_usd),
    imageInputMicroUsdPerMillion: toMicroUsd(options.image_input_per_million_usd),
    source: options.source,
    updated: options.updated,
  };
  // Left out rather than `undefined`: an unknown price is an absent one.
  return Object.fromEntries(Object.entries(prices).filter(([, value]) => value !== undefined));
}

/** Six decimals of a dollar are whole micro-USD; rounding only removes the error of binary fractions. */
function toMicroUsd(usd: number | undefined): number | undefined {
  return usd === undefined ? undefined : Math.round(usd * microUsdPerUsd);
}
