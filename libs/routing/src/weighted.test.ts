import type { Rng, Target } from '@smart-router/core';
import { chiSquare, countWords, criticalOfThree } from './chi-square.laws.js';
import { routingOptions } from './options.js';
import { seededRng, signals, target } from './target-kit.laws.js';
import { weightedStrategy } from './weighted.js';

const draws = 20_000;

const order = (candidates: readonly Target[], rng: Rng): readonly Target[] =>
  weightedStrategy.order(candidates, signals({ rng }), routingOptions.parse({ strategy: 'weighted' })).targets;

/** How often each target came at that place, by id. */
function countPlace(candidates: readonly Target[], place: number): ReadonlyMap<string, number> {
  const rng = seededRng(42);
  return countWords(Array.from({ length: draws }, () => order(candidates, rng)[place]?.id ?? ''));
}

describe('the strategy weighted', () => {
  it('puts targets first in proportion to their weights', () => {
    const counts = countPlace([target('a', 6), target('b', 3), target('c', 1)], 0);
    expect(chiSquare(counts, { a: 0.6, b: 0.3, c: 0.1 })).toBeLessThan(criticalOfThree);
  });

  it('shares the second place among the rest by weight too', () => {
    const counts = countPlace([target('a', 2), target('b', 1), target('c', 1)], 1);
    // P(second = a) = P(b or c first) · 2/3; b and c share the rest.
    expect(chiSquare(counts, { a: 1 / 3, b: 1 / 3, c: 1 / 3 })).toBeLessThan(criticalOfThree);
  });

  it('lets no target starve, however light', () => {
    expect(countPlace([target('heavy', 1000), target('light', 1)], 0).get('light')).toBeGreaterThan(0);
  });

  it('weighs again over what is eligible', () => {
    const counts = countPlace([target('b', 3), target('c', 1)], 0);
    expect((counts.get('b') ?? 0) / draws).toBeCloseTo(0.75, 1);
  });

  it('asks targets of weight 0 last, in the configured order', () => {
    const candidates = [target('x', 0), target('a', 1), target('y', 0)];
    expect(order(candidates, () => 0.5).map(({ id }) => id)).toEqual(['a', 'x', 'y']);
  });
});
