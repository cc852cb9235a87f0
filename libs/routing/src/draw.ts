import type { Rng } from '@smart-router/core';

/** An index drawn by chance in proportion to the shares; `undefined` when all are 0. */
export function draw(shares: readonly number[], rng: Rng): number | undefined {
  let total = 0;
  for (const share of shares) total += share;
  if (!(total > 0)) return undefined;
  let left = rng() * total;
  const index = shares.findIndex((share) => (left -= share) < 0);
  return index < 0 ? shares.findLastIndex((share) => share > 0) : index; // rounding may leave a hair of the total over
}
