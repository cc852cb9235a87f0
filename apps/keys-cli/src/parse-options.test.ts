import {
  parseCount,
  parseDuration,
  parseExpiry,
  parseList,
  parsePercent,
  parseRate,
  parseUsd,
} from './parse-options.js';

test.each([
  ['0', 0],
  ['90s', 90_000],
  ['1.5h', 5_400_000],
  ['30d', 2_592_000_000],
])('the duration %s is %d ms', (text, milliseconds) => {
  expect(parseDuration(text)).toBe(milliseconds);
});

test('an expiry is a date or a duration from now', () => {
  expect(parseExpiry('2027-01-31', 5)).toBe(Date.UTC(2027, 0, 31));
  expect(parseExpiry('2027-01-31T12:00:00Z', 5)).toBe(Date.UTC(2027, 0, 31, 12));
  expect(parseExpiry('1s', 5)).toBe(1005);
});

test.each([
  ['12.5', 12_500_000_000n],
  ['0.000000001', 1n],
  ['999999999', 999_999_999_000_000_000n],
])('%s US dollars are exactly %d nano-USD', (text, nano) => {
  expect(parseUsd(text)).toBe(nano);
});

test('numbers and lists', () => {
  expect([parseCount('7'), parseRate('0.5'), parsePercent('80'), parseList('a, b')]).toEqual([7, 0.5, 80, ['a', 'b']]);
});

test.each([
  [parseDuration, '5'],
  [parseDuration, '-1h'],
  [(text: string): number => parseExpiry(text, 0), '5'],
  [(text: string): number => parseExpiry(text, 0), '2027-13-45'],
  [parseCount, '1.5'],
  [parseCount, '99999999999999999999'],
  [parseRate, '-1'],
  [parsePercent, '101'],
  [parseUsd, '1e3'],
  [parseUsd, '0.0000000001'],
  [parseList, 'a,,b'],
])('%p refuses %s', (parse, text) => {
  expect(() => parse(text)).toThrow('It should be');
});
