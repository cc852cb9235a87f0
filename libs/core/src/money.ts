import type { TokenCounts } from './token-counts.js';

/** Prices of a model: integers of micro-USD per million tokens; absent means not priced. */
export interface Prices {
  readonly inputMicroUsdPerMillion?: number;
  readonly cachedInputMicroUsdPerMillion?: number;
  readonly cacheWrite5mMicroUsdPerMillion?: number;
  readonly cacheWrite1hMicroUsdPerMillion?: number;
  readonly outputMicroUsdPerMillion?: number;
  readonly imageInputMicroUsdPerMillion?: number;
  readonly source?: string;
  readonly updated?: string;
}

/** How the cost of a row came about. `estimated` used estimated tokens; `unpriced` lacks a price that was needed. */
export type CostBasis = 'reported' | 'computed' | 'estimated' | 'unpriced';

/** A cost as an integer of nano-USD with its basis; `unpriced` has no amount. */
export interface Cost {
  readonly costNanoUsd: bigint | undefined;
  readonly basis: CostBasis;
}

/**
 * Prices one exchange. tokens × micro-USD per million tokens = pico-USD; the sum is rounded half up to nano-USD.
 * Cached and written input fall back to the input price when they have none of their own.
 */
export function costOf(tokens: TokenCounts, prices: Prices | undefined, basis: 'computed' | 'estimated'): Cost {
  if (prices === undefined) return { costNanoUsd: undefined, basis: 'unpriced' };
  const parts: readonly (readonly [number | undefined, number | undefined])[] = [
    [tokens.input, prices.inputMicroUsdPerMillion],
    [tokens.cachedInput, prices.cachedInputMicroUsdPerMillion ?? prices.inputMicroUsdPerMillion],
    [tokens.cacheWrite5m, prices.cacheWrite5mMicroUsdPerMillion ?? prices.inputMicroUsdPerMillion],
    [tokens.cacheWrite1h, prices.cacheWrite1hMicroUsdPerMillion ?? prices.inputMicroUsdPerMillion],
    [tokens.output, prices.outputMicroUsdPerMillion],
  ];
  let picoUsd = 0n;
  for (const [count, price] of parts) {
    if (count === undefined || count === 0) continue;
    if (price === undefined) return { costNanoUsd: undefined, basis: 'unpriced' };
    picoUsd += BigInt(count) * BigInt(price);
  }
  return { costNanoUsd: (picoUsd + 500n) / 1000n, basis };
}
