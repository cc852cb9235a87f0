import fc from 'fast-check';
import { usdText } from './usd-text.js';

test.each([
  [0n, '0'],
  [1n, '0.000000001'],
  [-1n, '-0.000000001'],
  [12_500_000_000n, '12.5'],
  [3_000_000_000n, '3'],
  [9_223_372_036_854_775_807n, '9223372036.854775807'],
])('%p nano-dollars are %s dollars', (nanoUsd, text) => {
  expect(usdText(nanoUsd)).toBe(text);
});

test('no amount loses anything', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n }), (nanoUsd) => {
      const text = usdText(nanoUsd);
      const [whole = '', rest = ''] = text.replace('-', '').split('.');
      const read = BigInt(whole) * 1_000_000_000n + BigInt(rest.padEnd(9, '0'));
      return read === (nanoUsd < 0n ? -nanoUsd : nanoUsd) && text.startsWith('-') === nanoUsd < 0n;
    }),
  );
});
