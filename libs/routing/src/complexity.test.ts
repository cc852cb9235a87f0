import type { AskFacts } from '@smart-router/core';
import fc from 'fast-check';
import { complexityBucket, complexityOf } from './complexity.js';
import { complexityBuckets } from './dynamic-score-options.js';
import { plainFacts } from './target-kit.laws.js';

const facts: fc.Arbitrary<AskFacts> = fc
  .record({
    estimatedInputTokens: fc.nat(1_000_000),
    toolCount: fc.nat(200),
    outputCap: fc.option(fc.nat(200_000), { nil: undefined }),
    imageCount: fc.nat(50),
    structuredOutput: fc.boolean(),
    reasons: fc.boolean(),
  })
  .map(({ reasons, ...rest }) => ({ ...plainFacts, ...rest, reasoning: reasons ? { effort: 'high' } : undefined }));

const bucketOf = (given: Partial<AskFacts>) => complexityBucket(complexityOf({ ...plainFacts, ...given }));

describe('the complexity of a request', () => {
  it('is between 0 and 1, and 1 when every sign is at its fullest', () => {
    fc.assert(
      fc.property(facts, (given) => {
        expect(complexityOf(given)).toBeGreaterThanOrEqual(0);
        expect(complexityOf(given)).toBeLessThanOrEqual(1);
      }),
    );
    const most = { estimatedInputTokens: 1e6, toolCount: 99, outputCap: 1e6, imageCount: 9, structuredOutput: true };
    expect(complexityOf({ ...plainFacts, ...most, reasoning: {} })).toBe(1);
    expect(complexityOf({ ...plainFacts, estimatedInputTokens: 0 })).toBe(0);
  });

  it('never falls when a request has more of something', () => {
    fc.assert(
      fc.property(facts, fc.nat(10_000), (given, more) => {
        const before = complexityOf(given);
        expect(
          complexityOf({ ...given, estimatedInputTokens: given.estimatedInputTokens + more }),
        ).toBeGreaterThanOrEqual(before);
        expect(complexityOf({ ...given, toolCount: given.toolCount + more })).toBeGreaterThanOrEqual(before);
        expect(complexityOf({ ...given, outputCap: (given.outputCap ?? 0) + more })).toBeGreaterThanOrEqual(before);
        expect(complexityOf({ ...given, imageCount: given.imageCount + more })).toBeGreaterThanOrEqual(before);
      }),
    );
  });

  it('puts requests where people would', () => {
    expect(bucketOf({ estimatedInputTokens: 20 })).toBe('trivial');
    expect(bucketOf({ estimatedInputTokens: 4_000, outputCap: 1_000 })).toBe('simple');
    expect(bucketOf({ estimatedInputTokens: 2_000, outputCap: 1_000, toolCount: 3 })).toBe('standard');
    expect(bucketOf({ estimatedInputTokens: 20_000, outputCap: 4_096, toolCount: 10 })).toBe('complex');
    const agent = { estimatedInputTokens: 60_000, outputCap: 32_000, toolCount: 20, reasoning: { effort: 'high' } };
    expect(bucketOf(agent)).toBe('extreme');
  });

  it('counts media of every kind', () => {
    const text = complexityOf(plainFacts);
    expect(complexityOf({ ...plainFacts, modalities: ['text', 'file'] })).toBeGreaterThan(text);
    expect(complexityOf({ ...plainFacts, modalities: ['text', 'image'], imageCount: 1 })).toBeGreaterThan(text);
  });

  it('has a bucket for every number, in their order', () => {
    expect([0, 0.2, 0.4, 0.6, 0.8, 1].map(complexityBucket)).toEqual([...complexityBuckets, 'extreme']);
    expect(complexityBucket(0.1999)).toBe('trivial');
  });
});
