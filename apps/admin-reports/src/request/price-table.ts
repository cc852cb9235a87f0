import { billedParts, type BilledKind, type CostBasis } from '@smart-router/core';
import type { EvidenceRequest } from '@smart-router/usage-storage';
import type { ReportTable, TableRow } from '../table/report-table.js';

const titles: Readonly<Record<BilledKind, string>> = {
  input: 'Input',
  'image-input': 'Image input',
  'cached-input': 'Input from cache',
  'cache-write-5m': 'Written to cache, 5 min',
  'cache-write-1h': 'Written to cache, 1 h',
  output: 'Output',
  reasoning: 'Reasoning',
  images: 'Images, each',
};

/** What of a request its cost is made of. */
export type PricedRequest = Pick<
  EvidenceRequest,
  'tokens' | 'prices' | 'costNanoUsd' | 'costBasis' | 'imageCount' | 'serviceTier'
>;

/** What is said instead of parts, where no tokens are known. */
const withoutParts: Readonly<Record<CostBasis, string>> = {
  computed: 'No tokens were used, so it cost nothing.',
  reported: 'No tokens are known of this request; its cost is what the provider said it charged.',
  estimated: 'No tokens are known of this request; its cost is estimated.',
  unpriced: 'Neither the tokens nor the cost of this request are known.',
};

/** What a request cost, part by part, at the prices that were frozen on its row. */
export function priceTable({ request }: { readonly request: PricedRequest }): ReportTable {
  const { tokens, prices, costNanoUsd, costBasis, imageCount: images } = request;
  const parts = billedParts(images === undefined ? tokens : { ...tokens, images }, prices);
  const rows = parts.map(({ kind, count, microUsd, picoUsd }): TableRow => ({
    cells: [
      titles[kind],
      BigInt(count),
      nanoOf(microUsd),
      picoUsd === undefined ? undefined : (picoUsd + 500n) / 1000n,
    ],
  }));
  return {
    ...{ name: 'prices', title: 'Cost' },
    columns: [
      { name: 'part', title: 'Part', kind: 'text' },
      { name: 'count', title: 'Count', kind: 'count' },
      { name: 'price_usd', title: 'Price per million', kind: 'money' },
      { name: 'cost_usd', title: 'Cost', kind: 'money' },
    ],
    rows,
    ...(rows.length === 0
      ? {}
      : { about: aboutOf(request), total: { cells: [`Total, ${costBasis}`, '', '', costNanoUsd] } }),
    empty: withoutParts[costBasis],
  };
}

function aboutOf({ prices, serviceTier, costBasis }: PricedRequest): string {
  if (costBasis === 'reported') return 'The provider said what it charged; the parts are what its tokens would cost.';
  const source = prices.source === undefined ? 'Prices as they were at the time' : `Prices of ${prices.source}`;
  const updated = prices.updated === undefined ? '' : `, as of ${prices.updated}`;
  const tier = serviceTier === undefined ? '' : `, tier ${serviceTier}`;
  return `${source}${updated}${tier}. The total is rounded once, so parts may differ from it in the last digit.`;
}

function nanoOf(microUsd: number | undefined): bigint | undefined {
  return microUsd === undefined ? undefined : BigInt(microUsd) * 1000n;
}
