import fc from 'fast-check';
import { editDistance, nearest, suggest } from './nearest.js';

describe('editDistance', () => {
  it('counts letters to insert, delete and replace', () => {
    expect(editDistance('kitten', 'sitting')).toBe(3);
    expect(editDistance('', 'abc')).toBe(3);
  });

  it('is symmetric and zero only for equal words', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        expect(editDistance(one, other)).toBe(editDistance(other, one));
        expect(editDistance(one, other) === 0).toBe(one === other);
      }),
    );
  });
});

describe('nearest', () => {
  it('suggests what is meant and nothing far-fetched', () => {
    expect(nearest('retires', ['retry', 'redaction', 'targets'])).toBe('retry');
    expect(nearest('xyz', ['retry', 'targets'])).toBeUndefined();
  });

  it('lists what there is when nothing is near', () => {
    expect(suggest('xyz', ['env', 'file'])).toBe('; there are env, file');
    expect(suggest('xyz', [])).toBe('; there are none');
  });
});
