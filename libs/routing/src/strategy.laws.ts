import type { Target } from '@smart-router/core';
import fc from 'fast-check';
import { anyObserved, observations, observed } from './observed-kit.laws.js';
import { routingOptions, type RoutingOptions } from './options.js';
import type { Signals, Strategy } from './strategy.js';
import { seededRng, signals, target } from './target-kit.laws.js';

/** What a strategy promises about the targets it does not put first. */
export interface StrategyPromise {
  /** `all`: every eligible target has its place. `one`: only the chosen one is tried. */
  readonly places: 'all' | 'one';
}

/** A moment of a group: its eligible targets, and all that a strategy may read. */
interface Moment {
  readonly candidates: readonly Target[];
  /** Made anew for every question, so that chance repeats. */
  readonly signals: () => Signals;
}

const anyCandidate = fc.record({
  weight: fc.integer({ min: 0, max: 5 }),
  observed: anyObserved,
  lastFirst: fc.option(fc.integer({ min: 1, max: 50 }), { nil: undefined }),
});

const moments: fc.Arbitrary<Moment> = fc
  .record({
    group: fc.array(anyCandidate, { maxLength: 8 }),
    seed: fc.integer(),
    warm: fc.option(fc.integer({ min: 0, max: 8 }), { nil: undefined }),
  })
  .map(({ group, seed, warm }) => {
    const idOf = (index: number): string => `t${index}`;
    const byId = Object.fromEntries(group.map((one, index) => [idOf(index), one]));
    return {
      candidates: group.map(({ weight }, index) => target(idOf(index), weight)),
      signals: () =>
        signals({
          rng: seededRng(seed),
          observations: { of: (id) => byId[id]?.observed },
          lastFirst: (id) => byId[id]?.lastFirst,
          warmTarget: warm === undefined ? undefined : idOf(warm),
        }),
    };
  });

/** The laws every strategy must keep. */
export function strategyLaws(
  name: string,
  strategy: Strategy,
  promise: StrategyPromise,
  options: RoutingOptions = routingOptions.parse({}),
): void {
  const orderOf = ({ candidates, signals: read }: Moment): readonly Target[] =>
    strategy.order(candidates, read(), options).targets;

  describe(`the strategy ${name}`, () => {
    it('orders eligible targets only, and each at most once', () => {
      fc.assert(
        fc.property(moments, (moment) => {
          const order = orderOf(moment);
          expect(new Set(order).size).toBe(order.length);
          for (const one of order) expect(moment.candidates).toContain(one);
        }),
      );
    });

    it(
      promise.places === 'all' ? 'gives every eligible target a place' : 'chooses one target when there is one',
      () => {
        fc.assert(
          fc.property(moments, (moment) => {
            const { length } = moment.candidates;
            expect(orderOf(moment)).toHaveLength(promise.places === 'all' ? length : Math.min(1, length));
          }),
        );
      },
    );

    it('gives the same order for the same candidates, signals and chance, and leaves the candidates as they were', () => {
      fc.assert(
        fc.property(moments, (moment) => {
          const before = [...moment.candidates];
          const first = orderOf(moment);
          expect(orderOf(moment)).toEqual(first);
          expect(moment.candidates).toEqual(before);
        }),
      );
    });

    it('copes with chance at its edges', () => {
      const candidates = [target('a', 1), target('b', 0.1), target('c', 0)];
      for (const edge of [0, 1 - Number.EPSILON / 2]) {
        for (const seen of [{}, { a: observed(), b: observed() }]) {
          const read = signals({ rng: () => edge, observations: observations(seen) });
          expect(strategy.order(candidates, read, options).targets.length).toBeGreaterThan(0);
        }
      }
    });
  });
}
