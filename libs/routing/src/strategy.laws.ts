import type { Rng, Target } from '@smart-router/core';
import fc from 'fast-check';
import { routingOptions } from './options.js';
import type { Strategy } from './strategy.js';
import { seededRng, signals, target } from './target-kit.laws.js';

/** What a strategy promises about the targets it does not put first. */
export interface StrategyPromise {
  /** `all`: every eligible target has its place. `one`: only the chosen one is tried. */
  readonly places: 'all' | 'one';
}

const groups = fc
  .array(fc.integer({ min: 0, max: 5 }), { maxLength: 8 })
  .map((weights) => weights.map((weight, index) => target(`t${index}`, weight)));

/** The laws every strategy must keep. */
export function strategyLaws(name: string, strategy: Strategy, promise: StrategyPromise): void {
  describe(`the strategy ${name}`, () => {
    it('orders eligible targets only, and each at most once', () => {
      fc.assert(
        fc.property(groups, fc.integer(), (candidates, seed) => {
          const order = orderOf(strategy, candidates, seededRng(seed));
          expect(new Set(order).size).toBe(order.length);
          for (const one of order) expect(candidates).toContain(one);
        }),
      );
    });

    it(
      promise.places === 'all' ? 'gives every eligible target a place' : 'chooses one target when there is one',
      () => {
        fc.assert(
          fc.property(groups, fc.integer(), (candidates, seed) => {
            const order = orderOf(strategy, candidates, seededRng(seed));
            expect(order).toHaveLength(promise.places === 'all' ? candidates.length : Math.min(1, candidates.length));
          }),
        );
      },
    );

    it('gives the same order for the same candidates and chance, and leaves the candidates as they were', () => {
      fc.assert(
        fc.property(groups, fc.integer(), (candidates, seed) => {
          const before = [...candidates];
          const first = orderOf(strategy, candidates, seededRng(seed));
          expect(orderOf(strategy, candidates, seededRng(seed))).toEqual(first);
          expect(candidates).toEqual(before);
        }),
      );
    });

    it('copes with chance at its edges', () => {
      const candidates = [target('a', 1), target('b', 0.1), target('c', 0)];
      for (const edge of [0, 1 - Number.EPSILON / 2]) {
        expect(orderOf(strategy, candidates, () => edge).length).toBeGreaterThan(0);
      }
    });
  });
}

function orderOf(strategy: Strategy, candidates: readonly Target[], rng: Rng): readonly Target[] {
  return strategy.order(candidates, signals({ rng }), routingOptions.parse({})).targets;
}
