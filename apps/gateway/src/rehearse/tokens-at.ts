import { totalInputTokens, type BilledUsage, type TokenCounts } from '@smart-router/core';
import type { StoredRequest } from '@smart-router/usage-storage';
import type { CacheChange } from './rehearsed-world.js';

/** The tokens of an answer after a change of what is cached. All input together stays the same. */
export function tokensAfter(tokens: TokenCounts, change: CacheChange): TokenCounts {
  const cached = tokens.cachedInput ?? 0;
  if (change.kind === 'kept') {
    const lost = Math.round(cached * (1 - change.share));
    if (lost === 0) return tokens;
    const rest = { ...tokens, cachedInput: cached - lost };
    // Whoever writes into a cache of its own accord writes what is not there.
    return (tokens.cacheWrite5m ?? 0) > 0
      ? { ...rest, cacheWrite5m: (tokens.cacheWrite5m ?? 0) + lost }
      : { ...rest, input: (tokens.input ?? 0) + lost };
  }
  const wanted = Math.round((totalInputTokens(tokens) ?? 0) * change.share) - cached;
  if (wanted <= 0) return tokens;
  const written = Math.min(wanted, tokens.cacheWrite5m ?? 0);
  const read = Math.min(wanted - written, tokens.input ?? 0);
  return {
    ...tokens,
    cachedInput: cached + written + read,
    ...(written > 0 && { cacheWrite5m: (tokens.cacheWrite5m ?? 0) - written }),
    ...(read > 0 && { input: (tokens.input ?? 0) - read }),
  };
}

/** What a request is billed for: an answer whose usage was never told, by the estimate of its input. */
export function billedUsage(
  { estimatedInputTokens, imageCount }: Pick<StoredRequest, 'estimatedInputTokens' | 'imageCount'>,
  tokens: TokenCounts,
): BilledUsage {
  const images = imageCount;
  return tokens.output === undefined ? { input: estimatedInputTokens, ...tokens, images } : { ...tokens, images };
}
