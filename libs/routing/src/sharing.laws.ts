import fc from 'fast-check';
import { chiSquare, countWords, criticalOfThree } from './chi-square.laws.js';
import { observations, observed } from './observed-kit.laws.js';
import { routingOptions, type RoutingOptions } from './options.js';
import type { Strategy } from './strategy.js';
import { seededRng, signals, target } from './target-kit.laws.js';
import { playTraffic } from './traffic.laws.js';

/** What a strategy that shares traffic makes of weights. */
export interface SharingPromise {
  /** `shares`: among equals first places are in proportion to weights. `standby`: 0 is the only weight that counts. */
  readonly weights: 'shares' | 'standby';
}

const everyMs = 3_000;
const minuteMs = 60_000;
/** How long observations are kept in mind where nothing else is configured. */
const windowMs = 10 * minuteMs;

const draws = 12_000;

const groups = fc.record({
  targets: fc.array(
    fc.record({
      weight: fc.integer({ min: 1, max: 5 }),
      latencyMs: fc.integer({ min: 10, max: 60_000 }),
      errorRate: fc.constantFrom(0, 0, 0.02, 0.3, 1),
    }),
    { minLength: 2, maxLength: 4 },
  ),
  seed: fc.integer({ min: 0, max: 1_000_000 }),
});

/** The laws of strategies that share traffic among all targets of a group. */
export function sharingLaws(
  name: string,
  strategy: Strategy,
  promise: SharingPromise,
  options: RoutingOptions = routingOptions.parse({}),
): void {
  describe(`the sharing strategy ${name}`, () => {
    it('lets no target starve, however slow it is and however often it fails', () => {
      fc.assert(
        fc.property(groups, ({ targets: made, seed }) => {
          const targets = made.map(({ weight }, index) => target(`t${index}`, weight));
          const behave = (id: string) => made[Number(id.slice(1))] ?? { latencyMs: 0, errorRate: 0 };
          const firsts = playTraffic({ strategy, options, targets, behave, requests: 1_200, everyMs, seed });
          const late = new Set(firsts.filter(({ atMs }) => atMs > 2 * windowMs).map(({ id }) => id));
          expect([...late].sort()).toEqual(targets.map(({ id }) => id));
        }),
        { numRuns: 6 },
      );
    });

    it('comes back to a target that failed once it serves and its failures are forgotten', () => {
      const healedMs = 20 * minuteMs;
      const firsts = playTraffic({
        ...{ strategy, options, targets: [target('steady'), target('healed')], everyMs, seed: 5 },
        requests: (healedMs + 4 * windowMs) / everyMs,
        behave: (id, nowMs) => ({ latencyMs: 1_000, errorRate: id === 'healed' && nowMs < healedMs ? 1 : 0 }),
      });
      const late = firsts.filter(({ atMs }) => atMs > healedMs + 3 * windowMs).map(({ id }) => id);
      expect((countWords(late).get('healed') ?? 0) / late.length).toBeGreaterThan(0.25);
    });

    it('comes back at once to a target that could not be asked for a while', () => {
      const backMs = 15 * minuteMs;
      const firsts = playTraffic({
        ...{ strategy, options, targets: [target('a'), target('b'), target('c')], everyMs, seed: 6 },
        requests: (backMs + 5 * minuteMs) / everyMs,
        behave: (id, nowMs) => ({ latencyMs: 1_000, errorRate: 0, isEligible: id !== 'b' || nowMs >= backMs }),
      });
      expect(firsts.find(({ atMs, id }) => id === 'b' && atMs < backMs)).toBeUndefined();
      expect(firsts.find(({ atMs, id }) => id === 'b' && atMs < backMs + 2 * minuteMs)).toBeDefined();
    });

    it(
      promise.weights === 'shares'
        ? 'puts equals first in proportion to their weights'
        : 'puts equals first equally often, whatever their weights',
      () => {
        const candidates = [target('a', 6), target('b', 3), target('c', 1)];
        const shares = promise.weights === 'shares' ? { a: 0.6, b: 0.3, c: 0.1 } : { a: 1 / 3, b: 1 / 3, c: 1 / 3 };
        const same = observed();
        const turns = new Map<string, number>();
        const rng = seededRng(9);
        const firsts = Array.from({ length: draws }, (_, number) => {
          const lastFirst = (id: string): number | undefined => {
            const at = turns.get(id);
            return at === undefined ? undefined : number - at;
          };
          const read = signals({ rng, lastFirst, observations: observations({ a: same, b: same, c: same }) });
          const first = strategy.order(candidates, read, options).targets[0]?.id ?? '';
          turns.set(first, number);
          return first;
        });
        expect(chiSquare(countWords(firsts), shares)).toBeLessThan(criticalOfThree);
      },
    );

    it('asks a target of weight 0 behind all others', () => {
      const candidates = [target('spare', 0), target('a'), target('b', 3)];
      const order = strategy.order(candidates, signals(), options).targets;
      expect(order.at(-1)?.id).toBe('spare');
    });
  });
}
