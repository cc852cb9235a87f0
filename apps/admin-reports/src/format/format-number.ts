/** A whole number with separators of thousands: `1,234,567`. */
export function shownCount(count: bigint | number): string {
  return count.toLocaleString('en-US', { maximumFractionDigits: 0 }).replace('-', '−');
}

const steps = [
  [1e12, 'T'],
  [1e9, 'B'],
  [1e6, 'M'],
  [1e4, 'k'],
] as const;

/** A number for a glance: `1.24 M`, `9,870`. */
export function shortCount(count: bigint | number): string {
  const value = Number(count);
  const [size, letter] = steps.find(([least]) => Math.abs(value) >= least) ?? [1, ''];
  if (letter === '') return shownCount(count);
  const unit = letter === 'k' ? 1000 : size;
  return `${(value / unit).toLocaleString('en-US', { maximumSignificantDigits: 3 })} ${letter}`.replace('-', '−');
}

/** A share as a percentage: `0.84 %`, `12.3 %`, `100 %`. */
export function shownShare(share: number): string {
  const percent = share * 100;
  const places = percent === 0 || percent >= 99.95 ? 0 : percent < 1 ? 2 : 1;
  return `${percent.toFixed(places)} %`;
}

/** A rate: `42.7`. */
export function shownRate(rate: number): string {
  return rate.toLocaleString('en-US', { maximumFractionDigits: 1, minimumFractionDigits: 1 });
}

/** How much a number changed, in percent with its sign: `+12 %`, `−3.4 %`, `±0 %`. */
export function shownChange(change: number): string {
  const percent = Math.abs(change) * 100;
  if (percent < 0.05) return '±0 %';
  const sign = change < 0 ? '−' : '+';
  if (percent >= 1000) return `${sign}${shownCount(percent)} %`;
  return `${sign}${percent.toFixed(percent < 10 ? 1 : 0)} %`;
}
