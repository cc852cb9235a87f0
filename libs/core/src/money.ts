import type { TokenCounts } from './token-counts.js';

/**
 * Prices of a model: integers of micro-USD per million tokens, or micro-USD per image; absent means not priced. Cached
 * and written input fall back to the input price, reasoning to the output price, image tokens to the input price.
 */
export interface Prices {
  readonly inputMicroUsdPerMillion?: number;
  readonly cachedInputMicroUsdPerMillion?: number;
  readonly cacheWrite5mMicroUsdPerMillion?: number;
  readonly cacheWrite1hMicroUsdPerMillion?: number;
  readonly outputMicroUsdPerMillion?: number;
  readonly reasoningMicroUsdPerMillion?: number;
  /** Of image tokens, where the provider counts them. */
  readonly imageInputMicroUsdPerMillion?: number;
  /** Of each image; counts beside the tokens, and instead of image tokens that have no price of their own. */
  readonly imageMicroUsd?: number;
  readonly source?: string;
  readonly updated?: string;
  /** By the tier a provider says it served in: all prices that hold there. */
  readonly tiers?: Readonly<Record<string, Prices>>;
}

/** How the cost of a row came about. `reported` is what the provider said; `estimated` used estimated tokens; `unpriced` lacks a price that was needed. */
export type CostBasis = 'reported' | 'computed' | 'estimated' | 'unpriced';

/** A cost as an integer of nano-USD with its basis; `unpriced` has no amount. */
export interface Cost {
  readonly costNanoUsd: bigint | undefined;
  readonly basis: CostBasis;
}

/** What one exchange is charged for. */
export interface BilledUsage extends TokenCounts {
  /** Images in the request. */
  readonly images?: number;
}

/** A million dollars: no exchange costs more, so a provider whose counts say so is not believed. */
export const maxCostNanoUsd = 1_000_000n * 1_000_000_000n;

/** A part of a bill: how many, at which price; `undefined` of either is unknown. */
type Part = readonly [count: number | undefined, microUsd: number | undefined];

const picoUsdPerMicroUsd = 1_000_000n;

const unpriced: Cost = { costNanoUsd: undefined, basis: 'unpriced' };

/**
 * Prices one exchange. Tokens × micro-USD per million tokens = pico-USD; the sum is rounded once, half up, to nano-USD.
 * What costs something and has no price makes the whole unpriced.
 */
export function costOf(usage: BilledUsage, prices: Prices | undefined, basis: 'computed' | 'estimated'): Cost {
  if (prices === undefined) return unpriced;
  let picoUsd = 0n;
  for (const [count, price] of partsOf(usage, prices)) {
    if (count === undefined || count === 0) continue;
    if (price === undefined) return unpriced;
    picoUsd += BigInt(count) * BigInt(price);
  }
  const images = usage.images ?? 0;
  if (images > 0 && isPricedByImage(usage, prices))
    picoUsd += BigInt(images) * BigInt(prices.imageMicroUsd) * picoUsdPerMicroUsd;
  const costNanoUsd = (picoUsd + 500n) / 1000n;
  return costNanoUsd > maxCostNanoUsd ? unpriced : { costNanoUsd, basis };
}

/** The prices of the tier a provider served in; those of the model where that tier has none of its own. */
export function pricesOfTier(prices: Prices | undefined, tier: string | undefined): Prices | undefined {
  if (prices?.tiers === undefined || tier === undefined || !Object.hasOwn(prices.tiers, tier)) return prices;
  return prices.tiers[tier];
}

function partsOf(usage: BilledUsage, prices: Prices): readonly Part[] {
  const { inputMicroUsdPerMillion: input, outputMicroUsdPerMillion: output } = prices;
  const { text, image } = splitInput(usage, prices);
  const reasoning = Math.min(usage.reasoning ?? 0, usage.output ?? 0);
  return [
    [text, input],
    [image, prices.imageInputMicroUsdPerMillion],
    [usage.cachedInput, prices.cachedInputMicroUsdPerMillion ?? input],
    [usage.cacheWrite5m, prices.cacheWrite5mMicroUsdPerMillion ?? input],
    [usage.cacheWrite1h, prices.cacheWrite1hMicroUsdPerMillion ?? input],
    [(usage.output ?? 0) - reasoning, output],
    [reasoning, prices.reasoningMicroUsdPerMillion ?? output],
  ];
}

/** Image tokens leave the ordinary input where they, or the images, have a price of their own. Cached ones stay cached. */
function splitInput(usage: BilledUsage, prices: Prices): { readonly text: number; readonly image: number } {
  const input = usage.input ?? 0;
  const image = Math.min(usage.imageInput ?? 0, input);
  if (prices.imageInputMicroUsdPerMillion !== undefined) return { text: input - image, image };
  const byImage = (usage.images ?? 0) > 0 && isPricedByImage(usage, prices);
  return { text: byImage ? input - image : input, image: 0 };
}

/** Whether images are paid by number: they have such a price, and are not paid by their tokens. */
function isPricedByImage(
  { imageInput }: BilledUsage,
  prices: Prices,
): prices is Prices & { readonly imageMicroUsd: number } {
  const byToken = imageInput !== undefined && prices.imageInputMicroUsdPerMillion !== undefined;
  return prices.imageMicroUsd !== undefined && !byToken;
}
