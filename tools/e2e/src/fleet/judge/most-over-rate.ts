import type { Claim } from './claim.js';

/** Milliseconds are whole numbers on each side of a stretch. */
const grainMs = 2;

/**
 * How much certainly came in at one stroke, beyond what the rate allows in the time: the burst that was really used.
 * Over any stretch, what comes in is at most the burst and the rate times its length.
 */
export function mostOverRate(claims: readonly Claim[], perSec: number): number {
  const byLatest = claims.toSorted((left, right) => left.latestMs - right.latestMs);
  let most = 0;
  for (const { earliestMs: startMs } of claims) {
    let amount = 0;
    for (const { earliestMs, latestMs, reserved } of byLatest) {
      if (earliestMs < startMs) continue;
      amount += reserved;
      most = Math.max(most, amount - (perSec * (latestMs - startMs + grainMs)) / 1000);
    }
  }
  return most;
}
