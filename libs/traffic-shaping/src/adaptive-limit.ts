import type { AdaptiveConcurrency } from '@smart-router/core';

/**
 * How many attempts at once a credential bears, found out by additive increase and multiplicative decrease (AIMD). It
 * begins at the lowest limit. Until something is refused every success raises it by one, which doubles it with every
 * round of answers; afterwards it takes as many successes as the limit. A refusal halves it, once for all attempts that
 * were under way at that moment.
 * @see https://www.rfc-editor.org/rfc/rfc5681#section-3.1 the slow start and congestion avoidance of TCP
 */
export interface AdaptiveLimit {
  readonly limit: number;
  /** Whether all of it was in use since it last changed: what was never used proves nothing. */
  readonly full: boolean;
  /** Successes since then. */
  readonly successes: number;
  /** Whether anything was ever refused. */
  readonly refused: boolean;
  /** When it was halved last; attempts begun until then know nothing of it. */
  readonly cutAtMs: number;
}

/** What attempts so far have found out is forgotten when a credential was left alone for so long. */
export const adaptiveMemoryMs = 600_000;

/** A limit of which nothing is known. */
export function createAdaptiveLimit({ min }: AdaptiveConcurrency): AdaptiveLimit {
  return { limit: min, full: false, successes: 0, refused: false, cutAtMs: -1 };
}

/** The limit within its bounds, which may have changed since it was found. */
export function boundedLimit({ limit }: AdaptiveLimit, { min, max }: AdaptiveConcurrency): number {
  return Math.max(min, Math.min(max, limit));
}

/** Notes whether that many attempts at once use all of the limit. */
export function afterUse(before: AdaptiveLimit, bounds: AdaptiveConcurrency, inFlight: number): AdaptiveLimit {
  return before.full || inFlight < boundedLimit(before, bounds) ? before : { ...before, full: true };
}

/** The limit after an attempt was answered, with `inFlight` attempts under way, that one included. */
export function afterSuccess(before: AdaptiveLimit, bounds: AdaptiveConcurrency, inFlight: number): AdaptiveLimit {
  const limit = boundedLimit(before, bounds);
  if (!before.full || limit >= bounds.max) return before;
  const successes = before.successes + 1;
  if (before.refused && successes < limit) return { ...before, successes };
  return { ...before, limit: limit + 1, full: inFlight > limit, successes: 0 };
}

/** The limit after a provider said, or showed, that it has too much to do. */
export function afterRefusal(before: AdaptiveLimit, bounds: AdaptiveConcurrency, nowMs: number): AdaptiveLimit {
  const limit = Math.max(bounds.min, Math.floor(boundedLimit(before, bounds) / 2));
  return { limit, full: false, successes: 0, refused: true, cutAtMs: nowMs };
}
