import type { Prices } from '@smart-router/core';
import { observed } from '../observed-kit.laws.js';
import { plainFacts, target } from '../target-kit.laws.js';
import { expectedCost, type CostQuestion } from './expected-cost.js';

const prices: Prices = {
  inputMicroUsdPerMillion: 1_000_000,
  cachedInputMicroUsdPerMillion: 100_000,
  cacheWrite5mMicroUsdPerMillion: 1_250_000,
  outputMicroUsdPerMillion: 4_000_000,
};

function ask(change: Partial<CostQuestion> = {}, priced: Prices = prices) {
  return expectedCost({
    target: { ...target('a'), prices: priced },
    facts: { ...plainFacts, estimatedInputTokens: 10_000, outputCap: 100 },
    observed: undefined,
    isWarm: false,
    ...change,
  });
}

describe('the expected cost of a request', () => {
  it('is that of its prompt and of an answer of usual length', () => {
    // 10,000 tokens at 1,000 nano-USD and 100 at 4,000.
    expect(ask()).toEqual({ cachedShare: 0, nanoUsd: 10_400_000 });
    const facts = { ...plainFacts, estimatedInputTokens: 10_000, outputCap: undefined };
    expect(ask({ facts }).nanoUsd).toBe(12_000_000);
  });

  it('counts what is read from the cache where the conversation is warm', () => {
    const warm = { isWarm: true, observed: observed({ cachedInputShare: 0, warmCachedInputShare: 0.8 }) };
    // 8,000 tokens at 100 nano-USD, 2,000 at 1,000.
    expect(ask(warm)).toEqual({ cachedShare: 0.8, nanoUsd: expect.closeTo(800_000 + 2_000_000 + 400_000) });
    expect(ask({ ...warm, isWarm: false })).toEqual({ cachedShare: 0, nanoUsd: 10_400_000 });
  });

  it('counts what is written to the cache where callers use it', () => {
    const used = observed({ cachedInputShare: 0.3, warmCachedInputShare: 0.8 });
    expect(ask({ observed: used }).nanoUsd).toBe(12_500_000 + 400_000);
    expect(ask({ observed: used, isWarm: true }).nanoUsd).toBeCloseTo(800_000 + 2_500_000 + 400_000);
  });

  it('assumes half of a warm prompt to be cached until something is observed, where there is a price for it', () => {
    expect(ask({ isWarm: true }).cachedShare).toBe(0.5);
    const { cachedInputMicroUsdPerMillion: _, ...uncached } = prices;
    expect(ask({ isWarm: true }, uncached).cachedShare).toBe(0);
  });

  it('is not known without both prices, and is not 0 then', () => {
    expect(ask({}, {}).nanoUsd).toBeUndefined();
    expect(ask({}, { inputMicroUsdPerMillion: 1 }).nanoUsd).toBeUndefined();
  });
});
