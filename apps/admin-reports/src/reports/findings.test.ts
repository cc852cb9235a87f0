import type { Measures } from '@smart-router/usage-storage';
import { plainQuestion } from '../question/question.js';
import { findingsOf } from './findings.js';

const calm: Measures = {
  ...{ requests: 1000n, failed: 1n, refused: 2n, fallbacks: 3n, unpriced: 0n, cost_nano_usd: 10_000_000_000n },
  ...{ latency_ms_600: 1000n, latency_ms_max: 580n },
};
const found = (now: Measures, before: Measures | undefined = calm): readonly string[] =>
  findingsOf(plainQuestion, { now, before }).map(({ severity, text, href }) => `${severity}: ${text} → ${href}`);

describe('what is worth a look', () => {
  it('is nothing on a calm day, and nothing of a handful of requests', () => {
    expect(found(calm)).toEqual([]);
    expect(found({ requests: 3n, failed: 3n })).toEqual([]);
  });

  it.each<[Partial<Measures>, string]>([
    [{ failed: 50n }, 'bad: 5.0 % of requests failed, 0.10 % in the period before → /errors'],
    [{ refused: 100n }, 'notice: 10.0 % of requests were refused: limits, rights or faulty requests → /errors'],
    [{ fallbacks: 200n }, 'notice: 20.0 % of requests needed another target than the first → /errors'],
    [{ cost_nano_usd: 25_000_000_000n }, 'notice: Cost rose from $10.00 to $25.00 → /usage?compare=before'],
    [
      { unpriced: 7n },
      'notice: 7 requests have no price, so costs are larger than shown → /usage?group-by=model&cost-basis=unpriced&order=requests',
    ],
    [
      { latency_ms_600: 0n, latency_ms_2400: 1000n, latency_ms_max: 2300n },
      'notice: The slowest twentieth takes 2.27 s or more, 571 ms in the period before → /performance',
    ],
  ])('is said with where to look: %j', (change, sentence) => {
    expect(found({ ...calm, ...change } as Measures)).toEqual([sentence]); // all of them are bigints
  });

  it('is also said where there is no period before', () => {
    expect(findingsOf(plainQuestion, { now: { ...calm, failed: 50n }, before: undefined })[0]?.text).toBe(
      '5.0 % of requests failed',
    );
  });
});
