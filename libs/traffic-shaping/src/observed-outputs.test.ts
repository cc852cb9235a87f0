import fc from 'fast-check';
import { createObservedOutputs } from './observed-outputs.js';

const answers = (...lengths: readonly number[]) => {
  const outputs = createObservedOutputs(10);
  for (const length of lengths) outputs.observe('k', length);
  return outputs;
};
const times = (count: number, length: number): readonly number[] => new Array<number>(count).fill(length);

it('sets aside by the cap until it has seen eight answers, then the longest and a quarter', () => {
  expect(answers(...times(7, 1000)).reservationFor('k', 32_000)).toBe(32_000);
  expect(answers(...times(8, 1000)).reservationFor('k', 32_000)).toBe(1250);
  expect(answers(...times(8, 1000)).reservationFor('other', 32_000)).toBe(32_000);
});

it('believes one long answer at once, and forgets half of it after 34 short ones', () => {
  expect(answers(...times(50, 400), 8000).reservationFor('k', 32_000)).toBe(10_000);
  const after = answers(8000, ...times(34, 400)).reservationFor('k', 32_000);
  expect(after).toBeGreaterThan(4900);
  expect(after).toBeLessThan(5100);
});

it('never sets aside more than the cap, nor less than 256 unless the cap is less', () => {
  const property = fc.property(fc.array(fc.nat(50_000), { maxLength: 60 }), fc.nat(40_000), (lengths, byCap) => {
    const reserved = answers(...lengths).reservationFor('k', byCap);
    expect(reserved).toBeLessThanOrEqual(byCap);
    expect(reserved).toBeGreaterThanOrEqual(Math.min(byCap, 256));
    expect(Number.isInteger(reserved)).toBe(true);
  });
  fc.assert(property);
});

it('never sets aside less than the last answer needed, once it has seen enough', () => {
  const property = fc.property(fc.array(fc.nat(50_000), { minLength: 8, maxLength: 60 }), (lengths) => {
    expect(answers(...lengths).reservationFor('k', 100_000)).toBeGreaterThanOrEqual(lengths.at(-1) ?? 0);
  });
  fc.assert(property);
});

it('keeps as many keys as it may, those that spoke last', () => {
  const outputs = createObservedOutputs(2);
  for (let round = 0; round < 8; round += 1) for (const key of ['a', 'b']) outputs.observe(key, 1000);
  outputs.observe('a', 1000);
  outputs.observe('c', 1000);
  expect(['a', 'b'].map((key) => outputs.reservationFor(key, 9000))).toEqual([1250, 9000]);
});
