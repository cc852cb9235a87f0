const nanoUsdPerUsd = 1e9;

/** An amount of US dollars as an integer of nano-USD, rounded to the nearest. */
export function toNanoUsd(usd: number): bigint {
  return BigInt(Math.round(usd * nanoUsdPerUsd));
}
