import type { Prices, TokenCounts } from '@smart-router/core';
import type { RequestEvidence } from '@smart-router/usage-storage';
import type { ReportTable, TableRow } from '../table/report-table.js';

interface PriceLine {
  readonly title: string;
  tokens(counts: TokenCounts): number | undefined;
  price(prices: Prices): number | undefined;
}

/** The classes do not overlap; reasoning is the part of the output that may have a price of its own. */
const lines: readonly PriceLine[] = [
  { title: 'Input', tokens: ({ input }) => input, price: (prices) => prices.inputMicroUsdPerMillion },
  {
    title: 'Input from cache',
    tokens: ({ cachedInput }) => cachedInput,
    price: (prices) => prices.cachedInputMicroUsdPerMillion ?? prices.inputMicroUsdPerMillion,
  },
  {
    title: 'Written to cache, 5 min',
    tokens: ({ cacheWrite5m }) => cacheWrite5m,
    price: (prices) => prices.cacheWrite5mMicroUsdPerMillion ?? prices.inputMicroUsdPerMillion,
  },
  {
    title: 'Written to cache, 1 h',
    tokens: ({ cacheWrite1h }) => cacheWrite1h,
    price: (prices) => prices.cacheWrite1hMicroUsdPerMillion ?? prices.inputMicroUsdPerMillion,
  },
  {
    title: 'Output',
    tokens: ({ output, reasoning }) => (output === undefined ? undefined : Math.max(0, output - (reasoning ?? 0))),
    price: (prices) => prices.outputMicroUsdPerMillion,
  },
  {
    title: 'Reasoning',
    tokens: ({ reasoning }) => reasoning,
    price: (prices) => prices.reasoningMicroUsdPerMillion ?? prices.outputMicroUsdPerMillion,
  },
];

/** What a request cost, class by class, at the prices that were frozen on its row. */
export function priceTable({ request }: RequestEvidence): ReportTable {
  const { tokens, prices, costNanoUsd, costBasis } = request;
  const rows = lines.flatMap((line): readonly TableRow[] => {
    const [count, price] = [line.tokens(tokens), line.price(prices)];
    if (count === undefined || count === 0) return [];
    return [{ cells: [line.title, BigInt(count), perMillion(price), amountOf(count, price)] }];
  });
  return {
    ...{ name: 'prices', title: 'Cost', about: aboutOf(request) },
    columns: [
      { name: 'class', title: 'Tokens', kind: 'text' },
      { name: 'tokens', title: 'Count', kind: 'count' },
      { name: 'per_million_usd', title: 'Price per million', kind: 'money' },
      { name: 'cost_usd', title: 'Cost', kind: 'money' },
    ],
    rows,
    ...(rows.length === 0 ? {} : { total: { cells: [`Total, ${costBasis}`, '', '', costNanoUsd] } }),
    empty: `No tokens are known of this request; its cost is ${costBasis}.`,
  };
}

function aboutOf({ prices, serviceTier, imageCount }: RequestEvidence['request']): string {
  const source = prices.source === undefined ? 'Prices as they were at the time' : `Prices of ${prices.source}`;
  const updated = prices.updated === undefined ? '' : `, as of ${prices.updated}`;
  const tier = serviceTier === undefined ? '' : `, tier ${serviceTier}`;
  const images = imageCount ? ` ${imageCount} images are part of the total where they have prices.` : '';
  return `${source}${updated}${tier}. The total is rounded once, so parts may differ from it in the last digit.${images}`;
}

function perMillion(microUsd: number | undefined): bigint | undefined {
  return microUsd === undefined ? undefined : BigInt(microUsd) * 1000n;
}

/** Tokens × micro-USD per million are pico-USD, rounded half up to nano-USD. */
function amountOf(count: number, microUsd: number | undefined): bigint | undefined {
  return microUsd === undefined ? undefined : (BigInt(count) * BigInt(microUsd) + 500n) / 1000n;
}
