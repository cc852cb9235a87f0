import fc from 'fast-check';
import { totalInputTokens, type TokenCounts } from '@smart-router/core';
import { billedUsage, tokensAfter } from './tokens-at.js';

const count = fc.nat(200_000);
const counts: fc.Arbitrary<TokenCounts> = fc.record({
  ...{ input: count, cachedInput: count, cacheWrite5m: count, output: count },
});
const share = fc.double({ min: 0, max: 1, noNaN: true });

test('all input together stays the same whatever becomes of the cache, and nothing goes below 0', () => {
  fc.assert(
    fc.property(counts, fc.constantFrom('kept' as const, 'warmed' as const), share, (tokens, kind, part) => {
      const after = tokensAfter(tokens, { kind, share: part });
      expect(totalInputTokens(after)).toBe(totalInputTokens(tokens));
      expect(after.output).toBe(tokens.output);
      expect(Math.min(after.input ?? 0, after.cachedInput ?? 0, after.cacheWrite5m ?? 0)).toBeGreaterThanOrEqual(0);
      if (kind === 'kept') expect(after.cachedInput).toBeLessThanOrEqual(tokens.cachedInput ?? 0);
      else expect(after.cachedInput).toBeGreaterThanOrEqual(tokens.cachedInput ?? 0);
    }),
  );
});

test('what a cold cache does not have is written where answers write caches, and read in full elsewhere', () => {
  const cold = { kind: 'kept', share: 0 } as const;
  expect(tokensAfter({ input: 5, cachedInput: 90, cacheWrite5m: 10 }, cold)).toMatchObject({
    ...{ input: 5, cachedInput: 0, cacheWrite5m: 100 },
  });
  expect(tokensAfter({ input: 5, cachedInput: 90 }, cold)).toMatchObject({ input: 95, cachedInput: 0 });
});

test('an answer whose usage was never told is billed by the estimate of its input', () => {
  const request = { estimatedInputTokens: 70, imageCount: 1 };
  expect(billedUsage(request, {})).toEqual({ input: 70, images: 1 });
  expect(billedUsage(request, { input: 60, output: 2 })).toEqual({ input: 60, output: 2, images: 1 });
});
