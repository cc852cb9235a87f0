import { readRetryAfter } from './retry-after.js';

const now = Date.parse('2026-11-01T12:00:00Z');
const read = (headers: Record<string, string>) => readRetryAfter((name) => headers[name], now);

describe('readRetryAfter', () => {
  it('reads seconds, also with a fraction', () => {
    expect(read({ 'retry-after': '2' })).toBe(2000);
    expect(read({ 'retry-after': '0.5' })).toBe(500);
  });

  it('reads an HTTP date against the clock it is given', () => {
    expect(read({ 'retry-after': 'Sun, 01 Nov 2026 12:00:30 GMT' })).toBe(30_000);
    expect(read({ 'retry-after': 'Sun, 01 Nov 2026 11:00:00 GMT' })).toBe(0);
  });

  it('prefers milliseconds, which are the clearer word', () => {
    expect(read({ 'retry-after-ms': '1500', 'retry-after': '60' })).toBe(1500);
  });

  it('takes the latest reset of the limits that have nothing left', () => {
    expect(
      read({
        'x-ratelimit-remaining-requests': '0',
        'x-ratelimit-reset-requests': '1m30s',
        'x-ratelimit-remaining-tokens': '10',
        'x-ratelimit-reset-tokens': '9h',
      }),
    ).toBe(90_000);
    expect(
      read({ 'anthropic-ratelimit-tokens-remaining': '0', 'anthropic-ratelimit-tokens-reset': '2026-11-01T12:00:05Z' }),
    ).toBe(5000);
  });

  it('takes a reset for a hint where nothing says how much is left, and not where something is', () => {
    expect(read({ 'x-ratelimit-reset-requests': '3s' })).toBe(3000);
    expect(read({ 'anthropic-ratelimit-requests-reset': '2026-11-01T12:00:04Z' })).toBe(4000);
    expect(read({ 'x-ratelimit-remaining-tokens': '7', 'x-ratelimit-reset-tokens': '6m0s' })).toBeUndefined();
  });

  it('reads bare numbers as seconds, or as a moment in seconds or milliseconds', () => {
    const moment = now + 6000;
    expect(read({ 'x-ratelimit-reset-requests': '2' })).toBe(2000);
    expect(read({ 'x-ratelimit-reset': String(moment / 1000) })).toBe(6000);
    expect(read({ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(moment) })).toBe(6000);
    expect(read({ 'x-ratelimit-reset-requests': '1d2h' })).toBe(93_600_000);
  });

  it('knows nothing when nothing sensible is said', () => {
    expect(read({})).toBeUndefined();
    expect(read({ 'retry-after': 'soon' })).toBeUndefined();
    expect(read({ 'retry-after': '-5' })).toBeUndefined();
  });

  it('believes no hint beyond a month', () => {
    const month = 31 * 86_400_000;
    expect(read({ 'retry-after-ms': '1e300' })).toBe(month);
    expect(read({ 'retry-after': '99999999999999' })).toBe(month);
    expect(read({ 'retry-after': 'Fri, 01 Jan 2999 00:00:00 GMT' })).toBe(month);
  });
});
