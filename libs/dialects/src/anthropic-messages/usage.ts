import type { TokenCounts } from '@smart-router/core';
import type { Usage } from '@anthropic-ai/sdk/resources/messages/messages';
import { countOf, isAbsent, objectOf, type WireObject } from '../json/guards.js';

/**
 * `input_tokens` is already without cached ones. Writes to the cache are told as one sum, and by lifetime where the
 * provider says so; what the lifetimes do not explain is counted as the default lifetime of five minutes.
 * @see https://docs.anthropic.com/en/docs/build-with-claude/prompt-caching#tracking-cache-performance
 */
export function readUsage(usage: unknown): TokenCounts {
  const wire = objectOf(usage);
  const input = countOf(wire['input_tokens']);
  const cachedInput = countOf(wire['cache_read_input_tokens']);
  const output = countOf(wire['output_tokens']);
  const reasoning = countOf(objectOf(wire['output_tokens_details'])['thinking_tokens']);
  return {
    ...(input !== undefined && { input }),
    ...(cachedInput !== undefined && { cachedInput }),
    ...readCacheWrites(wire),
    ...(output !== undefined && { output }),
    ...(reasoning !== undefined && { reasoning }),
  };
}

/** The usage so far, with a later report on top: counts are cumulative, so what it says counts. */
export function mergeUsage(earlier: WireObject, later: unknown): WireObject {
  const said = Object.entries(objectOf(later)).filter(([, value]) => !isAbsent(value));
  return { ...earlier, ...Object.fromEntries(said) };
}

/**
 * Our counts as a `usage` object; unknown required counts are 0, other unknown ones null. Searches are counted where
 * there were some.
 */
export function writeUsage(tokens: TokenCounts, searches = 0): Usage {
  const { cacheWrite5m, cacheWrite1h } = tokens;
  const written = cacheWrite5m === undefined && cacheWrite1h === undefined;
  return {
    input_tokens: tokens.input ?? 0,
    cache_creation_input_tokens: written ? null : (cacheWrite5m ?? 0) + (cacheWrite1h ?? 0),
    cache_read_input_tokens: tokens.cachedInput ?? null,
    cache_creation: written
      ? null
      : { ephemeral_5m_input_tokens: cacheWrite5m ?? 0, ephemeral_1h_input_tokens: cacheWrite1h ?? 0 },
    output_tokens: tokens.output ?? 0,
    output_tokens_details: tokens.reasoning === undefined ? null : { thinking_tokens: tokens.reasoning },
    server_tool_use: searches === 0 ? null : { web_search_requests: searches, web_fetch_requests: 0 },
    service_tier: null,
    inference_geo: null,
    speed: null,
  };
}

function readCacheWrites(wire: WireObject): Pick<TokenCounts, 'cacheWrite5m' | 'cacheWrite1h'> {
  const byLifetime = objectOf(wire['cache_creation']);
  const short = countOf(byLifetime['ephemeral_5m_input_tokens']);
  const long = countOf(byLifetime['ephemeral_1h_input_tokens']);
  const sum = countOf(wire['cache_creation_input_tokens']);
  if (short === undefined && long === undefined) return sum === undefined ? {} : { cacheWrite5m: sum };
  const unexplained = Math.max(0, (sum ?? 0) - (short ?? 0) - (long ?? 0));
  return { cacheWrite5m: (short ?? 0) + unexplained, ...(long !== undefined && { cacheWrite1h: long }) };
}
