import { totalInputTokens, type TokenCounts } from '@smart-router/core';
import { countOf, isRecord, objectOf, type WireObject } from '../json/guards.js';

/**
 * Chat counts cached and cache-written tokens inside `prompt_tokens`; ours are classes that do not overlap.
 * @see https://platform.openai.com/docs/api-reference/chat/object#chat/object-usage
 */
export function readUsage(usage: unknown): TokenCounts {
  if (!isRecord(usage)) return {};
  const prompt = countOf(usage['prompt_tokens']);
  const output = countOf(usage['completion_tokens']);
  const cachedInput = cachedTokens(usage);
  const cacheWrite5m = countOf(objectOf(usage['prompt_tokens_details'])['cache_write_tokens']);
  const reasoning = countOf(objectOf(usage['completion_tokens_details'])['reasoning_tokens']);
  const imageInput = countOf(objectOf(usage['prompt_tokens_details'])['image_tokens']);
  // assigned one by one: conditional spreads cost more than all the rest of reading a reply
  const tokens: { -readonly [Class in keyof TokenCounts]: TokenCounts[Class] } = {};
  if (prompt !== undefined) tokens.input = Math.max(0, prompt - (cachedInput ?? 0) - (cacheWrite5m ?? 0));
  if (cachedInput !== undefined) tokens.cachedInput = cachedInput;
  if (cacheWrite5m !== undefined) tokens.cacheWrite5m = cacheWrite5m;
  if (output !== undefined) tokens.output = output;
  if (reasoning !== undefined) tokens.reasoning = reasoning;
  if (imageInput !== undefined) tokens.imageInput = imageInput;
  return tokens;
}

/** A Chat `usage` object; `undefined` unless both sides are known, since Chat has no word for an unknown count. */
export function writeUsage(tokens: TokenCounts): unknown {
  const prompt = totalInputTokens(tokens);
  if (prompt === undefined || tokens.output === undefined) return undefined;
  const written = sumOf(tokens.cacheWrite5m, tokens.cacheWrite1h);
  return {
    prompt_tokens: prompt,
    completion_tokens: tokens.output,
    total_tokens: prompt + tokens.output,
    ...((tokens.cachedInput !== undefined || written !== undefined) && {
      prompt_tokens_details: {
        ...(tokens.cachedInput !== undefined && { cached_tokens: tokens.cachedInput }),
        ...(written !== undefined && { cache_write_tokens: written }),
      },
    }),
    ...(tokens.reasoning !== undefined && { completion_tokens_details: { reasoning_tokens: tokens.reasoning } }),
  };
}

/** DeepSeek reports cache hits beside `prompt_tokens`: https://api-docs.deepseek.com/guides/kv_cache */
function cachedTokens(usage: WireObject): number | undefined {
  return (
    countOf(objectOf(usage['prompt_tokens_details'])['cached_tokens']) ?? countOf(usage['prompt_cache_hit_tokens'])
  );
}

function sumOf(first: number | undefined, second: number | undefined): number | undefined {
  return first === undefined && second === undefined ? undefined : (first ?? 0) + (second ?? 0);
}
