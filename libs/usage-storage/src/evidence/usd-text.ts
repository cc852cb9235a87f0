const nanoUsdPerUsd = 1_000_000_000n;

/** An amount in dollars as a decimal without needless zeros, exact to the nano-dollar: `0.000000001`, `12.5`, `3`. */
export function usdText(nanoUsd: bigint): string {
  const sign = nanoUsd < 0n ? '-' : '';
  const amount = nanoUsd < 0n ? -nanoUsd : nanoUsd;
  const rest = (amount % nanoUsdPerUsd).toString().padStart(9, '0').replace(/0+$/, '');
  const whole = (amount / nanoUsdPerUsd).toString();
  return `${sign}${whole}${rest === '' ? '' : `.${rest}`}`;
}
