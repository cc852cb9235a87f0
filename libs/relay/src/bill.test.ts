import type { Prices, Target } from '@smart-router/core';
import type { Outcome } from '@smart-router/dialects';
import { billOf } from './bill.js';

const prices: Prices = {
  inputMicroUsdPerMillion: 1_000_000,
  outputMicroUsdPerMillion: 10_000_000,
  imageMicroUsd: 500,
  tiers: { flex: { inputMicroUsdPerMillion: 500_000, outputMicroUsdPerMillion: 5_000_000 } },
};

const withoutPrice: Pick<Target, 'prices'> = { prices: undefined };

const facts = { imageCount: 0, estimatedInputTokens: 4000 };

const bill = (seen: Pick<Outcome, 'tokens' | 'billing'>, target: Pick<Target, 'prices'> = { prices }) =>
  billOf(seen, target, facts);

describe('the bill of an answer', () => {
  it('is computed from what was used, whatever the provider says it costs', () => {
    const seen = { tokens: { input: 1000, output: 100 }, billing: { costNanoUsd: 7n } };
    expect(bill(seen)).toMatchObject({ basis: 'computed', costNanoUsd: 2_000_000n, upstreamCostNanoUsd: 7n, prices });
  });

  it('is what the provider said where no usage was told or there is no price', () => {
    const billing = { costNanoUsd: 7n };
    expect(bill({ tokens: {}, billing })).toMatchObject({ basis: 'reported', costNanoUsd: 7n });
    expect(bill({ tokens: { input: 1000, output: 100 }, billing }, withoutPrice)).toMatchObject({
      ...{ basis: 'reported', costNanoUsd: 7n, prices: undefined },
    });
  });

  it('is an estimate of the input alone where nothing was told, and of what was told of the input where that was', () => {
    expect(bill({ tokens: {} })).toMatchObject({ basis: 'estimated', costNanoUsd: 4_000_000n });
    // An answer that broke off after the provider told its input.
    expect(bill({ tokens: { input: 1000, cachedInput: 500 } })).toMatchObject({
      ...{ basis: 'estimated', costNanoUsd: 1_500_000n },
    });
  });

  it('is unknown without a price, and not zero', () => {
    expect(bill({ tokens: { input: 1000, output: 100 } }, withoutPrice).costNanoUsd).toBeUndefined();
    expect(bill({ tokens: {} }, withoutPrice).costNanoUsd).toBeUndefined();
  });

  it('counts the images of the request, which no usage tells', () => {
    const seen = { tokens: { input: 1000, output: 0 } };
    expect(billOf(seen, { prices }, { ...facts, imageCount: 2 }).costNanoUsd).toBe(2_000_000n);
  });

  it('has the prices of the tier that served, and keeps no word of a provider that has none', () => {
    const tokens = { input: 1000, output: 100 };
    expect(bill({ tokens, billing: { serviceTier: 'flex' } })).toMatchObject({
      ...{ costNanoUsd: 1_000_000n, serviceTier: 'flex', prices: prices.tiers?.['flex'] },
    });
    expect(bill({ tokens, billing: { serviceTier: 'what a user wrote' } })).toMatchObject({
      ...{ costNanoUsd: 2_000_000n, serviceTier: 'other', prices },
    });
  });
});
