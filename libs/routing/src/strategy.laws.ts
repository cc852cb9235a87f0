import type { Rng, Target } from '@smart-router/core';
import fc from 'fast-check';
import type { Strategy } from './strategy.js';

/** A target as far as strategies look at it. */
export function sampleTarget(id: string, weight: number): Target {
  // strategies read id and weight; a strategy that reads more brings its own samples
  return { id, weight } as unknown as Target;
}

/** A deterministic rng (mulberry32) for laws and tests. */
export function seededRng(seed: number): Rng {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const targets = fc
  .array(fc.nat({ max: 5 }), { minLength: 1, maxLength: 8 })
  .map((weights) => weights.map((weight, index) => sampleTarget(`t${index}`, weight)));

/** What every strategy promises, whatever it reads. */
export function strategyLaws(name: string, strategy: Strategy): void {
  describe(`the laws of ${name}`, () => {
    it('names only eligible targets, each at most once, and at least one', () => {
      fc.assert(
        fc.property(targets, fc.integer(), (candidates, seed) => {
          const order = strategy.order(candidates, { rng: seededRng(seed) });
          expect(order.length).toBeGreaterThan(0);
          expect(new Set(order).size).toBe(order.length);
          for (const target of order) expect(candidates).toContain(target);
        }),
      );
    });

    it('gives the same order for the same rng', () => {
      fc.assert(
        fc.property(targets, fc.integer(), (candidates, seed) => {
          const again = strategy.order(candidates, { rng: seededRng(seed) });
          expect(strategy.order(candidates, { rng: seededRng(seed) })).toEqual(again);
        }),
      );
    });

    it('orders nothing into nothing', () => {
      expect(strategy.order([], { rng: () => 0.5 })).toEqual([]);
    });
  });
}
