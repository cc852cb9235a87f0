import { shownUsd } from './format-money.js';
import { shortCount, shownChange, shownShare } from './format-number.js';
import { shownBucket, shownDuration, shownTime } from './format-time.js';
import { visibleText } from './visible-text.js';

describe('an amount', () => {
  it.each([
    [0n, '$0.00'],
    [1n, '$0.000000001'],
    [12_345_678n, '$0.0123'],
    [999_999_999n, '$1.000'],
    [1_234_567_890_123_456n, '$1,234,567.89'],
    [-5_000_000n, '−$0.00500'],
    [1_005_000_000n, '$1.01'],
  ])('of %d nano-USD is shown as people read money', (nanoUsd, shown) => {
    expect(shownUsd(nanoUsd)).toBe(shown);
  });
});

describe('numbers', () => {
  it('are short where a glance is enough', () => {
    expect([9_999n, 10_500n, 1_234_567n, -2_500_000n].map(shortCount)).toEqual(['9,999', '10.5 k', '1.23 M', '−2.5 M']);
  });

  it('are percentages with as many places as matter', () => {
    expect([0, 0.004, 0.0251, 0.5, 1].map(shownShare)).toEqual(['0 %', '0.40 %', '2.5 %', '50.0 %', '100 %']);
    expect([0.123, -0.034, 0, 42].map(shownChange)).toEqual(['+12 %', '−3.4 %', '±0 %', '+4,200 %']);
  });
});

describe('times', () => {
  it('have units that fit', () => {
    const shown = [12, 999.6, 1240, 61_000, 12_000_000, 200_000_000].map(shownDuration);
    expect(shown).toEqual(['12 ms', '1000 ms', '1.24 s', '1 min 01 s', '3 h 20 min', '2 days']);
  });

  it('are UTC', () => {
    const time = Date.UTC(2026, 10, 21, 18, 43, 9);
    expect([shownTime(time), shownBucket(time, 'hour'), shownBucket(time, 'day'), shownBucket(time, 'month')]).toEqual([
      '2026-11-21 18:43:09',
      '11-21 18:43',
      '2026-11-21',
      '2026-11',
    ]);
  });
});

it('shows what strangers wrote without letting it act', () => {
  expect(visibleText('a\u001b[31m\u202eb\u2067\ud800c🦊')).toBe('a\ufffd[31m\ufffdb\ufffd\ufffdc🦊');
});
