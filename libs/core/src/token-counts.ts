/**
 * Tokens of one exchange as the provider reported them; `undefined` is unknown, never zero.
 * The classes do not overlap: `input` is the uncached rest, `output` includes `reasoning`.
 */
export interface TokenCounts {
  /** Input tokens billed at the full input price (neither read from nor written to a cache). */
  readonly input?: number;
  /** Input tokens read from the provider's prompt cache. */
  readonly cachedInput?: number;
  /** Input tokens written to a cache of five minutes. */
  readonly cacheWrite5m?: number;
  /** Input tokens written to a cache of one hour. */
  readonly cacheWrite1h?: number;
  /** All output tokens, reasoning included. */
  readonly output?: number;
  /** The part of `output` spent on reasoning. */
  readonly reasoning?: number;
  /** The part of the input that images are, as far as it was told: mostly of `input`, cached ones included. */
  readonly imageInput?: number;
}

/** All input tokens, cached and written ones included; `undefined` when no class is known. */
export function totalInputTokens(tokens: TokenCounts): number | undefined {
  const classes = [tokens.input, tokens.cachedInput, tokens.cacheWrite5m, tokens.cacheWrite1h];
  if (classes.every((count) => count === undefined)) return undefined;
  return classes.reduce<number>((sum, count) => sum + (count ?? 0), 0);
}
