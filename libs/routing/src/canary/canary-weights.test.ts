import fc from 'fast-check';
import { target } from '../target-kit.laws.js';
import { canaryShare } from './canary.js';
import { canaryWeights } from './canary-weights.js';

const weightsOf = (weights: Readonly<Record<string, number>>, share: number): readonly number[] =>
  canaryWeights(
    Object.entries(weights).map(([id, weight]) => target(id, weight)),
    'new',
    share,
  ).map(({ weight }) => weight);

test('a canary has its percentage, and the others keep their proportions', () => {
  expect(weightsOf({ a: 3, new: 100, b: 1 }, 20)).toEqual([6_000, 2_000, 2_000]);
});

test('at 0 it has none, and at 100 nobody else has', () => {
  expect(weightsOf({ a: 1, new: 1 }, 0)).toEqual([10_000, 0]);
  expect(weightsOf({ a: 1, new: 1 }, 100)).toEqual([0, 10_000]);
});

test('once nobody else had any, the others share alike', () => {
  expect(weightsOf({ a: 0, b: 0, new: 10_000 }, 50)).toEqual([2_500, 2_500, 5_000]);
});

test('shares that follow each other lead to where the last of them leads alone', () => {
  const share = fc.integer({ min: 0, max: 99 });
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 100 }),
      fc.integer({ min: 1, max: 100 }),
      share,
      share,
      (a, b, one, other) => {
        const targets = [target('a', a), target('new', 7), target('b', b)];
        const twice = canaryWeights(canaryWeights(targets, 'new', one), 'new', other);
        const once = canaryWeights(targets, 'new', other);
        for (const [index, { weight }] of once.entries())
          expect(Math.abs(weight - (twice[index]?.weight ?? NaN))).toBeLessThanOrEqual(60); // of 10,000, by rounding
      },
    ),
  );
});

test('the share is that of its step, and none where no state is known or once it was taken out', () => {
  const canary = { steps: [5, 25, 100] };
  expect(canaryShare(canary, undefined)).toBe(0);
  expect(canaryShare(canary, { step: 0, isRolledBack: false })).toBe(5);
  expect(canaryShare(canary, { step: 1, isRolledBack: false })).toBe(25);
  expect(canaryShare(canary, { step: 9, isRolledBack: false })).toBe(100);
  expect(canaryShare(canary, { step: 1, isRolledBack: true })).toBe(0);
});
