import type { Rng } from '@smart-router/core';
import fc from 'fast-check';
import { chiSquare, countWords } from './chi-square.laws.js';
import { drawOrder } from './draw-order.js';
import { seededRng } from './target-kit.laws.js';

/** The order of things of those weights, by index. */
function orderOf(weights: readonly number[], rng: Rng): readonly number[] {
  const drawn = drawOrder(
    weights.map((weight, index) => ({ weight, index })),
    rng,
  );
  return drawn.map(({ index }) => index);
}

const anyWeights = fc.array(fc.integer({ min: 1, max: 1_000 }), { maxLength: 40 });

/** The definition, at the pace of a definition: one pass over what is left for every place. */
function drawOneByOne(weights: readonly number[], rng: Rng): readonly number[] {
  const left = weights.map((weight, index) => ({ weight, index }));
  return weights.map(() => {
    let number = rng() * left.reduce((sum, { weight }) => sum + weight, 0);
    const at = left.findIndex(({ weight }) => (number -= weight) < 0);
    return left.splice(at, 1)[0]?.index ?? NaN;
  });
}

describe('an order drawn by chance', () => {
  it('is the one that draws from what is left give, place by place', () => {
    fc.assert(
      fc.property(anyWeights, fc.integer(), (weights, seed) => {
        expect(orderOf(weights, seededRng(seed))).toEqual(drawOneByOne(weights, seededRng(seed)));
      }),
    );
  });

  it('has everybody once, whatever the weights are and at the edges of chance', () => {
    const weights = fc.array(fc.double({ min: 1e-9, max: 1e9, noNaN: true }), { maxLength: 40 });
    const edges = fc.array(fc.constantFrom(0, 0.5, 1 - Number.EPSILON / 2), { minLength: 40, maxLength: 40 });
    fc.assert(
      fc.property(weights, edges, (given, numbers) => {
        let place = 0;
        const order = orderOf(given, () => numbers[place++] ?? 0);
        expect([...order].sort((one, other) => one - other)).toEqual(given.map((_, index) => index));
      }),
    );
  });

  it('comes as often as its weights say, each of all orders', () => {
    const rng = seededRng(11);
    const counts = countWords(Array.from({ length: 20_000 }, () => orderOf([3, 2, 1], rng).join('')));
    // P(first) · P(second among the other two).
    const shares = { '012': 1 / 3, '021': 1 / 6, '102': 1 / 4, '120': 1 / 12, '201': 1 / 10, '210': 1 / 15 };
    expect(chiSquare(counts, shares)).toBeLessThan(criticalOfSix);
  });
});

/** The 99.9 % quantile of chi-square with five degrees of freedom. */
const criticalOfSix = 20.5;
