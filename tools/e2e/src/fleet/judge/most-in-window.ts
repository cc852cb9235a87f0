import type { Claim } from './claim.js';

/**
 * The most that certainly stood within one window of that length. Claims are taken together only when their whole
 * uncertainty lies inside the window, and settled ones by what is left of them: whatever this returns did happen.
 */
export function mostInWindow(claims: readonly Claim[], windowMs: number): number {
  const byLatest = claims.toSorted((left, right) => left.latestMs - right.latestMs);
  return Math.max(0, ...claims.map(({ earliestMs }) => mostFrom(earliestMs, byLatest, windowMs)));
}

/** The most in the window that begins there; each claim in turn is taken for the last one that came in. */
function mostFrom(startMs: number, byLatest: readonly Claim[], windowMs: number): number {
  let most = 0;
  let settled = 0;
  let held: readonly Claim[] = [];
  for (const claim of byLatest) {
    if (claim.earliestMs < startMs || claim.latestMs >= startMs + windowMs) continue;
    settled += claim.settled;
    held = [...held, claim].filter(({ heldUntilMs }) => heldUntilMs >= claim.latestMs);
    most = Math.max(most, settled + held.reduce((sum, { reserved, settled: left }) => sum + reserved - left, 0));
  }
  return most;
}

const dayMs = 86_400_000;

/** The most that certainly stood in one calendar day (UTC). Claims that may belong to either of two days are left out. */
export function mostInDay(claims: readonly Claim[]): number {
  return mostInPeriod(claims, (atMs) => Math.floor(atMs / dayMs));
}

/** The same for calendar months (UTC). */
export function mostInMonth(claims: readonly Claim[]): number {
  return mostInPeriod(claims, (atMs) => new Date(atMs).getUTCFullYear() * 12 + new Date(atMs).getUTCMonth());
}

function mostInPeriod(claims: readonly Claim[], periodAt: (atMs: number) => number): number {
  const certain = claims.filter(({ earliestMs, latestMs }) => periodAt(earliestMs) === periodAt(latestMs));
  const periods = new Set(certain.map(({ earliestMs }) => periodAt(earliestMs)));
  const inOne = [...periods].map((period) => certain.filter(({ earliestMs }) => periodAt(earliestMs) === period));
  return Math.max(0, ...inOne.map(mostEver));
}

/** The most that certainly stood together, whenever. */
export function mostEver(claims: readonly Claim[]): number {
  const byLatest = claims.toSorted((left, right) => left.latestMs - right.latestMs);
  return mostFrom(-Infinity, byLatest, Infinity);
}
