import type { Rng } from '@smart-router/core';

/** An index drawn by chance in proportion to the shares; `undefined` when all are 0. */
export function draw(shares: readonly number[], rng: Rng): number | undefined {
  const total = shares.reduce((sum, share) => sum + share, 0);
  if (!(total > 0)) return undefined;
  let left = rng() * total;
  for (const [index, share] of shares.entries()) {
    left -= share;
    if (left < 0) return index;
  }
  return shares.findLastIndex((share) => share > 0); // rounding may leave a hair of the total over
}
