import fc from 'fast-check';
import { costOf, maxCostNanoUsd, pricesOfTier, type BilledUsage, type Prices } from './money.js';

const prices: Prices = {
  inputMicroUsdPerMillion: 1_000_000,
  cachedInputMicroUsdPerMillion: 100_000,
  cacheWrite5mMicroUsdPerMillion: 1_250_000,
  cacheWrite1hMicroUsdPerMillion: 2_000_000,
  outputMicroUsdPerMillion: 8_000_000,
};

const nano = (usage: BilledUsage, of: Prices | undefined = prices) => costOf(usage, of, 'computed').costNanoUsd;

describe('the cost of an exchange', () => {
  test('is the sum of its classes, each at its own price', () => {
    const usage = { input: 1000, cachedInput: 2000, cacheWrite5m: 400, cacheWrite1h: 100, output: 500 };
    expect(nano(usage)).toBe(1_000_000n + 200_000n + 500_000n + 200_000n + 4_000_000n);
  });

  test('takes the input price for cached tokens and the output price for reasoning that have none', () => {
    const plain = { inputMicroUsdPerMillion: 1_000_000, outputMicroUsdPerMillion: 8_000_000 };
    expect(nano({ input: 1, cachedInput: 1, cacheWrite5m: 1, cacheWrite1h: 1 }, plain)).toBe(4_000n);
    expect(nano({ output: 10, reasoning: 4 }, plain)).toBe(80_000n);
  });

  test('counts reasoning once, at its price, as a part of the output', () => {
    const dear = { ...prices, reasoningMicroUsdPerMillion: 10_000_000 };
    expect(nano({ output: 10, reasoning: 4 }, dear)).toBe(6n * 8_000n + 4n * 10_000n);
    expect(nano({ output: 10, reasoning: 40 }, dear)).toBe(100_000n); // a provider’s nonsense: no more than the output
  });

  test('counts image tokens by their price, else images by theirs, else as input', () => {
    const usage = { input: 100, imageInput: 60, images: 2 };
    const byToken = { ...prices, imageInputMicroUsdPerMillion: 3_000_000 };
    const byImage = { ...prices, imageMicroUsd: 5 };
    expect(nano(usage)).toBe(100_000n);
    expect(nano(usage, byToken)).toBe(40_000n + 180_000n);
    expect(nano(usage, byImage)).toBe(40_000n + 10_000n);
    expect(nano(usage, { ...byToken, imageMicroUsd: 5 })).toBe(40_000n + 180_000n);
    const { imageInput: _, ...untold } = usage;
    expect(nano(untold, byToken)).toBe(100_000n);
    expect(nano(untold, byImage)).toBe(100_000n + 10_000n);
    expect(nano(untold, { ...byToken, imageMicroUsd: 5 })).toBe(100_000n + 10_000n);
  });

  test('is rounded once, half up', () => {
    const tiny = { inputMicroUsdPerMillion: 499, outputMicroUsdPerMillion: 1 };
    expect(nano({ input: 1 }, tiny)).toBe(0n);
    expect(nano({ input: 1, output: 1 }, tiny)).toBe(1n);
  });

  test('is unknown where a price is missing that was needed, and no price was needed for nothing', () => {
    expect(costOf({ input: 1, output: 1 }, { inputMicroUsdPerMillion: 1 }, 'computed').basis).toBe('unpriced');
    expect(costOf({ input: 1 }, undefined, 'computed')).toEqual({ costNanoUsd: undefined, basis: 'unpriced' });
    expect(costOf({ input: 1, output: 0 }, { inputMicroUsdPerMillion: 1_000 }, 'estimated')).toEqual({
      ...{ costNanoUsd: 1n, basis: 'estimated' },
    });
  });

  test('is not believed when no exchange costs that much', () => {
    expect(costOf({ input: Number.MAX_SAFE_INTEGER }, prices, 'computed').basis).toBe('unpriced');
  });
});

const count = fc.option(fc.nat({ max: 10_000_000 }), { nil: undefined });
const price = fc.nat({ max: 100_000_000 });
const usages: fc.Arbitrary<BilledUsage> = fc.record(
  {
    ...{ input: count, cachedInput: count, cacheWrite5m: count, cacheWrite1h: count, output: count },
    ...{ reasoning: count, imageInput: count, images: fc.nat({ max: 1000 }) },
  },
  { requiredKeys: [] },
) as fc.Arbitrary<BilledUsage>; // an absent member and an undefined one are the same to it
const priceLists: fc.Arbitrary<Prices> = fc
  .record(
    {
      ...{ cachedInputMicroUsdPerMillion: price, cacheWrite5mMicroUsdPerMillion: price, imageMicroUsd: price },
      ...{ cacheWrite1hMicroUsdPerMillion: price, reasoningMicroUsdPerMillion: price },
      ...{ imageInputMicroUsdPerMillion: price },
    },
    { requiredKeys: [] },
  )
  .chain((some) => fc.tuple(price, price).map(([input, output]) => ({ ...some, ...both(input, output) })));

function both(input: number, output: number): Prices {
  return { inputMicroUsdPerMillion: input, outputMicroUsdPerMillion: output };
}

describe('for any usage and prices, a cost', () => {
  test('is an amount from nothing to the most a row believes, or unknown', () => {
    fc.assert(
      fc.property(usages, priceLists, (usage, of) => {
        const { costNanoUsd, basis } = costOf(usage, of, 'computed');
        return (
          basis === 'unpriced' || (costNanoUsd !== undefined && costNanoUsd >= 0n && costNanoUsd <= maxCostNanoUsd)
        );
      }),
    );
  });

  test('is no more than all tokens and images at the highest price of each', () => {
    fc.assert(
      fc.property(usages, priceLists, (usage, of) => {
        const { imageMicroUsd = 0, source: _source, updated: _updated, tiers: _tiers, ...perMillion } = of;
        const dearest = BigInt(Math.max(...Object.values(perMillion)));
        const { images = 0, reasoning: _r, imageInput: _i, ...classes } = usage;
        const tokens = Object.values(classes).reduce((sum: bigint, each) => sum + BigInt(each ?? 0), 0n);
        const most = (tokens * dearest) / 1000n + BigInt(images) * BigInt(imageMicroUsd) * 1000n + 1n;
        return (nano(usage, of) ?? 0n) <= most;
      }),
    );
  });

  test('adds up: two exchanges cost together what one of both would, but for rounding', () => {
    const linear = usages.map(({ reasoning: _r, imageInput: _i, ...usage }) => usage); // capped by a part each
    fc.assert(
      fc.property(linear, linear, priceLists, (one, other, of) => {
        const [left, right, both] = [nano(one, of), nano(other, of), nano(sum(one, other), of)];
        if (left === undefined || right === undefined || both === undefined) return true;
        const off = left + right - both;
        return off >= -1n && off <= 1n;
      }),
    );
  });

  test('grows with every count', () => {
    const name = fc.constantFrom('input', 'cachedInput', 'cacheWrite5m', 'cacheWrite1h', 'output', 'images');
    fc.assert(
      fc.property(usages, name, fc.nat({ max: 1000 }), priceLists, (usage, which, more, of) => {
        const all = { ...of, imageInputMicroUsdPerMillion: of.imageInputMicroUsdPerMillion ?? 0 };
        const grown = nano({ ...usage, [which]: (usage[which] ?? 0) + more }, all);
        return grown === undefined || grown >= (nano(usage, all) ?? 0n);
      }),
    );
  });
});

function sum(one: BilledUsage, other: BilledUsage): BilledUsage {
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])] as (keyof BilledUsage)[]; // keys of its literals
  return Object.fromEntries(names.map((name) => [name, (one[name] ?? 0) + (other[name] ?? 0)]));
}

describe('the tier a provider served in', () => {
  const flex = { inputMicroUsdPerMillion: 500_000 };
  const tiered: Prices = { ...prices, tiers: { flex } };

  test('has the prices of its own that it was given', () => {
    expect(pricesOfTier(tiered, 'flex')).toBe(flex);
  });

  test('else those of the model, also where a provider names what every object has', () => {
    for (const tier of [undefined, 'default', 'toString', '__proto__']) expect(pricesOfTier(tiered, tier)).toBe(tiered);
    expect(pricesOfTier(undefined, 'flex')).toBeUndefined();
  });
});
