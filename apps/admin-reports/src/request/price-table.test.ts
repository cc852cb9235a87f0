import { costOf } from '@smart-router/core';
import fc from 'fast-check';
import { priceTable } from './price-table.js';

const count = fc.integer({ min: 0, max: 2_000_000 });
const price = fc.integer({ min: 0, max: 100_000_000 });
const counts = { input: count, cachedInput: count, cacheWrite5m: count, cacheWrite1h: count, output: count };
const priced = fc.record({
  tokens: fc.record(counts, { requiredKeys: [] }),
  prices: fc.record({
    ...{ inputMicroUsdPerMillion: price, outputMicroUsdPerMillion: price },
    ...{ cachedInputMicroUsdPerMillion: price, reasoningMicroUsdPerMillion: price },
  }),
});
const none = { imageCount: undefined, serviceTier: undefined };

describe('the price of a request, part by part', () => {
  it('adds up to its cost, but for the rounding of each part', () => {
    fc.assert(
      fc.property(priced, ({ tokens, prices }) => {
        const { costNanoUsd } = costOf(tokens, prices, 'computed');
        const { rows } = priceTable({ request: { tokens, prices, costNanoUsd, costBasis: 'computed', ...none } });
        const sum = rows.reduce((total, { cells }) => total + BigInt(String(cells[3])), 0n);
        const difference = sum - (costNanoUsd ?? 0n);
        expect(difference < 4n && difference > -4n).toBe(true);
      }),
    );
  });

  it('says where prices came from, and leaves unknown what has none', () => {
    const table = priceTable({
      request: {
        ...{ tokens: { input: 1000, output: 500, reasoning: 200 }, costNanoUsd: undefined, costBasis: 'unpriced' },
        ...{ prices: { inputMicroUsdPerMillion: 1_250_000, source: 'the price list', updated: '2026-11-01' } },
        ...{ imageCount: undefined, serviceTier: 'flex' },
      },
    });
    expect(table.about).toContain('Prices of the price list, as of 2026-11-01, tier flex.');
    expect(table.rows.map(({ cells }) => cells)).toEqual([
      ['Input', 1000n, 1_250_000_000n, 1_250_000n],
      ['Output', 300n, undefined, undefined],
      ['Reasoning', 200n, undefined, undefined],
    ]);
    expect(table.total?.cells).toEqual(['Total, unpriced', '', '', undefined]);
  });

  it('says of a request that came to no provider that it cost nothing, and speaks of no prices', () => {
    const request = { tokens: {}, prices: {}, costNanoUsd: 0n, costBasis: 'computed', ...none } as const;
    expect(priceTable({ request })).toMatchObject({ rows: [], empty: 'No tokens were used, so it cost nothing.' });
    expect(priceTable({ request })).not.toHaveProperty('about');
  });
});
