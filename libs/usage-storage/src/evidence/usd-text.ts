const nanoUsdPerUsd = 1_000_000_000n;

/** An amount in USD with all its digits, at least two of them places: `0.000000001`, `12.50`, `-3.00`. */
export function usdText(nanoUsd: bigint): string {
  const [sign, amount] = nanoUsd < 0n ? ['-', -nanoUsd] : ['', nanoUsd];
  const places = String(amount % nanoUsdPerUsd)
    .padStart(9, '0')
    .replace(/0{1,7}$/, '');
  return `${sign}${amount / nanoUsdPerUsd}.${places}`;
}
