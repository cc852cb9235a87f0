import { pageOf } from './page-of.js';

const all = ['a', 'b', 'c', 'd', 'e'].map((name) => ({ name }));
const page = (query: string) => {
  const result = pageOf(all, new URLSearchParams(query));
  return result.ok
    ? [result.value.entries.map(({ name }) => name).join(''), result.value.hasMore]
    : result.fault.message;
};

describe('pageOf', () => {
  it.each([
    ['', ['abcde', false]],
    ['limit=1000', ['abcde', false]],
    ['limit=2', ['ab', true]],
    ['limit=2&after_id=b', ['cd', true]],
    ['limit=2&after_id=c', ['de', false]],
    ['after_id=e', ['', false]],
    ['limit=2&before_id=d', ['bc', true]],
    ['limit=3&before_id=d', ['abc', false]],
  ])('gives for %s the part asked for', (query, expected) => {
    expect(page(query)).toEqual(expected);
  });

  it.each([
    ['limit=0', 'limit should be a whole number from 1 to 1000, got "0"'],
    ['limit=many', 'limit should be a whole number from 1 to 1000, got "many"'],
    ['after_id=z', 'after_id should be the id of a listed model, got "z"'],
    ['after_id=a&before_id=c', 'before_id should be left out beside after_id, got "c"'],
  ])('refuses %s', (query, message) => {
    expect(page(query)).toBe(message);
  });
});
