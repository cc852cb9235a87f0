import { totalInputTokens, type TokenCounts } from '@smart-router/core';
import { countOf, isRecord, objectOf } from '../json/guards.js';

/**
 * Responses counts cached and cache-written tokens inside `input_tokens`; ours are classes that do not overlap.
 * @see https://platform.openai.com/docs/api-reference/responses/object#responses/object-usage
 */
export function readUsage(usage: unknown): TokenCounts {
  if (!isRecord(usage)) return {};
  const input = countOf(usage['input_tokens']);
  const output = countOf(usage['output_tokens']);
  const details = objectOf(usage['input_tokens_details']);
  const cachedInput = countOf(details['cached_tokens']);
  const cacheWrite5m = countOf(details['cache_write_tokens']);
  const reasoning = countOf(objectOf(usage['output_tokens_details'])['reasoning_tokens']);
  const imageInput = countOf(details['image_tokens']);
  return {
    ...(input !== undefined && { input: Math.max(0, input - (cachedInput ?? 0) - (cacheWrite5m ?? 0)) }),
    ...(cachedInput !== undefined && { cachedInput }),
    ...(cacheWrite5m !== undefined && { cacheWrite5m }),
    ...(output !== undefined && { output }),
    ...(reasoning !== undefined && { reasoning }),
    ...(imageInput !== undefined && { imageInput }),
  };
}

/**
 * A Responses `usage` object; `null` unless both sides are known. The schema demands the details: a class that nobody
 * told is 0 there.
 */
export function writeUsage(tokens: TokenCounts): unknown {
  const input = totalInputTokens(tokens);
  if (input === undefined || tokens.output === undefined) return null;
  return {
    input_tokens: input,
    input_tokens_details: {
      cached_tokens: tokens.cachedInput ?? 0,
      cache_write_tokens: (tokens.cacheWrite5m ?? 0) + (tokens.cacheWrite1h ?? 0),
    },
    output_tokens: tokens.output,
    output_tokens_details: { reasoning_tokens: tokens.reasoning ?? 0 },
    total_tokens: input + tokens.output,
  };
}
