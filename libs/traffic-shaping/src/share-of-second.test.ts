import { shareOfSecond } from './share-of-second.js';

const claim = { requests: 1, inputTokens: 300, outputTokens: 700, totalTokens: 1000 } as const;

describe('what a request takes of a shape', () => {
  it('is the largest share over all rates', () => {
    expect(shareOfSecond({ requestStartPerSec: 4 }, claim)).toBe(0.25);
    expect(shareOfSecond({ requestStartPerSec: 4, totalReservedTokensPerSec: 2000 }, claim)).toBe(0.5);
    expect(shareOfSecond({ inputTokensPerSec: 100, totalReservedTokensPerSec: 2000 }, claim)).toBe(3);
    expect(shareOfSecond({ outputReservationTokensPerSec: 70 }, claim)).toBe(10);
  });

  it('is the same for all where only requests in flight are limited', () => {
    expect(shareOfSecond({ concurrent: 5 }, claim)).toBe(0.2);
    expect(shareOfSecond({ concurrent: 5 }, { ...claim, totalTokens: 1 })).toBe(0.2);
  });

  it('is never nothing', () => {
    expect(shareOfSecond({ inputTokensPerSec: 100 }, { ...claim, inputTokens: 0 })).toBeGreaterThan(0);
    expect(shareOfSecond({}, claim)).toBeGreaterThan(0);
  });
});
