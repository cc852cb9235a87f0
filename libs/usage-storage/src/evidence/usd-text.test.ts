import fc from 'fast-check';
import { usdText } from './usd-text.js';

test.each([
  [0n, '0.00'],
  [1n, '0.000000001'],
  [-1n, '-0.000000001'],
  [12_500_000_000n, '12.50'],
  [3_000_000_000n, '3.00'],
  [-5_000_000n, '-0.005'],
  [1_234_567_890_123_456n, '1234567.890123456'],
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
