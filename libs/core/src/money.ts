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

/** What a part of a bill is for. */
export type BilledKind =
  'input' | 'image-input' | 'cached-input' | 'cache-write-5m' | 'cache-write-1h' | 'output' | 'reasoning' | 'images';

/** A part of a bill: how many of them, at which price. The parts of a bill do not overlap. */
export interface BilledPart {
  readonly kind: BilledKind;
  readonly count: number;
  /** Per million tokens, or of one image; `undefined` is no price. */
  readonly microUsd: number | undefined;
  /** What they cost, exactly; `undefined` without a price. */
  readonly picoUsd: bigint | undefined;
}

const picoUsdPerMicroUsd = 1_000_000n;

const unpriced: Cost = { costNanoUsd: undefined, basis: 'unpriced' };

/**
 * Prices one exchange. Tokens × micro-USD per million tokens = pico-USD; the sum is rounded once, half up, to nano-USD.
 * What costs something and has no price makes the whole unpriced.
 */
export function costOf(usage: BilledUsage, prices: Prices | undefined, basis: 'computed' | 'estimated'): Cost {
  if (prices === undefined) return unpriced;
  let picoUsd = 0n;
  for (const part of billedParts(usage, prices)) {
    if (part.picoUsd === undefined) return unpriced;
    picoUsd += part.picoUsd;
  }
  const costNanoUsd = (picoUsd + 500n) / 1000n;
  return costNanoUsd > maxCostNanoUsd ? unpriced : { costNanoUsd, basis };
}

/** The prices of the tier a provider served in; those of the model where that tier has none of its own. */
export function pricesOfTier(prices: Prices | undefined, tier: string | undefined): Prices | undefined {
  if (prices?.tiers === undefined || tier === undefined || !Object.hasOwn(prices.tiers, tier)) return prices;
  return prices.tiers[tier];
}

/** What an exchange is charged for, at which prices; nothing of which there is none. */
export function billedParts(usage: BilledUsage, prices: Prices): readonly BilledPart[] {
  const { inputMicroUsdPerMillion: input, outputMicroUsdPerMillion: output } = prices;
  const { text, image } = splitInput(usage, prices);
  const reasoning = Math.min(usage.reasoning ?? 0, usage.output ?? 0);
  const parts = [
    tokens('input', text, input),
    tokens('image-input', image, prices.imageInputMicroUsdPerMillion),
    tokens('cached-input', usage.cachedInput, prices.cachedInputMicroUsdPerMillion ?? input),
    tokens('cache-write-5m', usage.cacheWrite5m, prices.cacheWrite5mMicroUsdPerMillion ?? input),
    tokens('cache-write-1h', usage.cacheWrite1h, prices.cacheWrite1hMicroUsdPerMillion ?? input),
    tokens('output', (usage.output ?? 0) - reasoning, output),
    tokens('reasoning', reasoning, prices.reasoningMicroUsdPerMillion ?? output),
    ...(isPricedByImage(usage, prices) ? [images(usage.images, prices.imageMicroUsd)] : []),
  ];
  return parts.filter(({ count }) => count !== 0);
}

function tokens(kind: BilledKind, count = 0, microUsd: number | undefined): BilledPart {
  const picoUsd = microUsd === undefined ? undefined : BigInt(count) * BigInt(microUsd);
  return { kind, count, microUsd, picoUsd };
}

function images(count = 0, microUsd: number): BilledPart {
  return { kind: 'images', count, microUsd, picoUsd: BigInt(count) * BigInt(microUsd) * picoUsdPerMicroUsd };
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
