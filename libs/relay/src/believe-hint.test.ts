import type { BackoffRules, UpstreamClass } from '@smart-router/core';
import { believeHint } from './believe-hint.js';

const curve = { minMs: 1000, maxMs: 60_000, multiplier: 2 };
const rules: BackoffRules = {
  hintMaxMs: 600_000,
  rateLimit: { ...curve, honorRetryAfter: true },
  quota: { ...curve, honorRetryAfter: false },
  failure: { ...curve, threshold: 5, windowMs: 30_000 },
};

const believed = (errorClass: UpstreamClass, retryAfterMs: number | undefined) =>
  believeHint({ errorClass, status: 429, wire: undefined, body: undefined, message: '', retryAfterMs }, rules)
    .retryAfterMs;

describe('a hint', () => {
  it('of days is believed up to the cap', () => {
    expect(believed('rate_limited', 3 * 86_400_000)).toBe(600_000);
    expect(believed('overloaded', 2000)).toBe(2000);
    expect(believed('overloaded', undefined)).toBeUndefined();
  });

  it('is no hint where the operator does not honour it', () => {
    expect(believed('quota_exhausted', 2000)).toBeUndefined();
    expect(believed('rate_limited', 2000)).toBe(2000);
  });
});
