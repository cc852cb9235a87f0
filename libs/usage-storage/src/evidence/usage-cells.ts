import type { Caller, Prices, TokenCounts } from '@smart-router/core';
import { certain, type Cells } from './cells.js';

/** Who asked, as a row of `request_usage` says. */
export function callerOf({
  text,
}: Cells): Pick<Caller, 'tokenId' | 'keyId' | 'organization' | 'user' | 'project' | 'environment'> {
  return {
    tokenId: certain(text('token_id')),
    keyId: certain(text('key_id')),
    organization: certain(text('caller_organization')),
    user: certain(text('caller_user')),
    project: certain(text('caller_project')),
    environment: certain(text('caller_environment')),
  };
}

/** The tokens it knows. */
export function tokensOf(cells: Cells): TokenCounts {
  return numbersOf(cells, tokenColumns);
}

/** The prices it knows, and where they came from as far as that was asked for. */
export function pricesOf(cells: Cells): Prices {
  const [source, updated] = [cells.text('pricing_source'), cells.text('pricing_updated')];
  return {
    ...numbersOf(cells, priceColumns),
    ...(source !== undefined && { source }),
    ...(updated !== undefined && { updated }),
  };
}

const tokenColumns: Readonly<Record<keyof TokenCounts, string>> = {
  input: 'input_tokens',
  cachedInput: 'cached_input_tokens',
  cacheWrite5m: 'cache_write_5m_tokens',
  cacheWrite1h: 'cache_write_1h_tokens',
  output: 'output_tokens',
  reasoning: 'reasoning_tokens',
  imageInput: 'image_input_tokens',
};

const priceColumns: Readonly<Record<Exclude<keyof Prices, 'source' | 'updated' | 'tiers'>, string>> = {
  inputMicroUsdPerMillion: 'input_price_micro_usd',
  cachedInputMicroUsdPerMillion: 'cached_input_price_micro_usd',
  cacheWrite5mMicroUsdPerMillion: 'cache_write_5m_price_micro_usd',
  cacheWrite1hMicroUsdPerMillion: 'cache_write_1h_price_micro_usd',
  outputMicroUsdPerMillion: 'output_price_micro_usd',
  reasoningMicroUsdPerMillion: 'reasoning_price_micro_usd',
  imageInputMicroUsdPerMillion: 'image_input_price_micro_usd',
  imageMicroUsd: 'image_price_micro_usd',
};

/** Those that are known. */
function numbersOf<Name extends string>(
  { number }: Cells,
  columns: Readonly<Record<Name, string>>,
): Readonly<Partial<Record<Name, number>>> {
  const numbers: Partial<Record<Name, number>> = {};
  for (const name in columns) {
    const known = number(columns[name]);
    if (known !== undefined) numbers[name] = known;
  }
  return numbers;
}
