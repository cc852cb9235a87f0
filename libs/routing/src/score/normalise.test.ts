import fc from 'fast-check';
import { fillUnknown, higherIsBetter, lowerIsBetter } from './normalise.js';

const amounts = fc.array(fc.option(fc.double({ min: 0, max: 1e9, noNaN: true }), { nil: undefined }), {
  minLength: 1,
  maxLength: 8,
});
const rules = { lowerIsBetter, higherIsBetter };

describe.each(Object.entries(rules))('%s', (name, normalise) => {
  it('gives numbers from 0 to 1, and 1 to the best', () => {
    fc.assert(
      fc.property(amounts, (values) => {
        const scores = normalise(values);
        expect(scores).toHaveLength(values.length);
        for (const score of scores) {
          expect(score).toBeGreaterThanOrEqual(0);
          expect(score).toBeLessThanOrEqual(1);
        }
        if (values.some((value) => value !== undefined)) expect(Math.max(...scores)).toBe(1);
      }),
    );
  });

  it('never scores a better value lower', () => {
    fc.assert(
      fc.property(amounts, fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }), (values, place, factor) => {
        const index = place % values.length;
        const value = values[index];
        fc.pre(value !== undefined);
        const better = name === 'lowerIsBetter' ? value * factor : value * (1 + factor);
        const after = normalise(values.map((one, at) => (at === index ? better : one)))[index] ?? 0;
        expect(after).toBeGreaterThanOrEqual((normalise(values)[index] ?? 0) - 1e-12);
      }),
    );
  });

  it('does not depend on the order', () => {
    fc.assert(
      fc.property(amounts, (values) => {
        const turned = normalise([...values].reverse()).toReversed();
        for (const [index, score] of normalise(values).entries()) expect(turned[index]).toBeCloseTo(score, 10);
      }),
    );
  });

  it('gives equals the same', () => {
    expect(normalise([7, 7, 7])).toEqual([1, 1, 1]);
    expect(normalise([0, 0])).toEqual([1, 1]);
  });
});

describe('scores of values', () => {
  it('halve for about twice as much, and leave room between the cheap where one is free', () => {
    expect(lowerIsBetter([10, 20])[1]).toBeCloseTo(11 / 21);
    expect(lowerIsBetter([0, 1, 10])).toEqual([1, 0.5 / 1.5, 0.5 / 10.5]);
    expect(higherIsBetter([100, 50])).toEqual([1, 0.5]);
  });

  it('take who is not known for the mean of the known', () => {
    expect(fillUnknown([0.2, undefined, 0.6])).toEqual([0.2, 0.4, 0.6]);
    expect(fillUnknown([undefined, undefined])).toEqual([0.5, 0.5]);
    expect(lowerIsBetter([undefined])).toEqual([0.5]);
  });
});
