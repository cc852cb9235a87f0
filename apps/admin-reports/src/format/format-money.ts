const nanoPerUsd = 1_000_000_000n;

/** An amount to be read: cents from a dollar on, below it as many places as show three digits. */
export function shownUsd(nanoUsd: bigint): string {
  const [sign, amount] = nanoUsd < 0n ? ['−', -nanoUsd] : ['', nanoUsd];
  if (amount === 0n) return '$0.00';
  const places = placesOf(amount);
  const unit = 10n ** BigInt(9 - places);
  const rounded = (amount + unit / 2n) / unit; // half up, once
  const scale = 10n ** BigInt(places);
  const rest = String(rounded % scale).padStart(places, '0');
  return `${sign}$${(rounded / scale).toLocaleString('en-US')}.${rest}`;
}

function placesOf(amount: bigint): number {
  if (amount >= nanoPerUsd) return 2;
  const leadingZeros = 9 - String(amount).length;
  return Math.min(9, Math.max(2, leadingZeros + 3));
}
