import type { CallerShape } from '@smart-router/core';
import { burstOf, createBucket, drainMs, fill, levelAt, milliRate, roomFor, type Bucket } from './bucket.js';
import type { Limit } from './limit.js';

/** The rates that callers and upstreams share; upstreams have none for output alone. */
export type Rates = Omit<CallerShape, 'queue'>;

/** What a bucket counts. */
type Counted = 'requests' | 'inputTokens' | 'outputTokens' | 'totalTokens';

/** Whoever is smoothed. */
export interface Shaped {
  readonly buckets: Readonly<Record<Counted, Bucket>>;
  /** Until when this state says something. */
  neededUntilMs: number;
}

interface ShapeRow {
  readonly bucket: string;
  readonly rate: keyof Rates;
  readonly burst: keyof Rates;
  readonly cost: Counted;
}

const rows: readonly ShapeRow[] = [
  { bucket: 'request_start_per_sec', rate: 'requestStartPerSec', burst: 'requestBurst', cost: 'requests' },
  { bucket: 'input_tokens_per_sec', rate: 'inputTokensPerSec', burst: 'inputTokenBurst', cost: 'inputTokens' },
  {
    bucket: 'output_reservation_tokens_per_sec',
    rate: 'outputReservationTokensPerSec',
    burst: 'outputReservationTokenBurst',
    cost: 'outputTokens',
  },
  {
    bucket: 'total_reserved_tokens_per_sec',
    rate: 'totalReservedTokensPerSec',
    burst: 'totalReservedTokenBurst',
    cost: 'totalTokens',
  },
];

/** One smoothing rate in the integers that buckets count by. */
export interface ShapeRate {
  /** The last words of the bucket, e.g. `input_tokens_per_sec`. */
  readonly bucket: string;
  /** Which part of a claim it counts. */
  readonly counted: Counted;
  readonly milliPerSec: number;
  readonly burst: number;
}

/** The rates of a shape that limit anything, in the order they are asked: for adapters that count elsewhere. */
export function shapeRates(rates: Rates): readonly ShapeRate[] {
  return rows.flatMap((row) => {
    const perSec = rates[row.rate] ?? 0;
    if (perSec === 0) return [];
    const burst = burstOf(rates[row.burst], perSec);
    return [{ bucket: row.bucket, counted: row.cost, milliPerSec: milliRate(perSec), burst }];
  });
}

/** The buckets of somebody who has not been seen before. */
export function createBuckets(): Shaped['buckets'] {
  return {
    requests: createBucket(),
    inputTokens: createBucket(),
    outputTokens: createBucket(),
    totalTokens: createBucket(),
  };
}

/** The smoothing rates: each a bucket that must have room for its part of the claim. */
export const shapeLimits: readonly Limit<Shaped, Rates>[] = rows.map((row) => ({
  bucket: row.bucket,
  waitMs(state, rates, claim) {
    const perSec = rates[row.rate] ?? 0;
    const cost = claim[row.cost];
    if (perSec === 0 || cost === 0) return 0;
    const rate = milliRate(perSec);
    const room = roomFor(cost, burstOf(rates[row.burst], perSec));
    return drainMs(levelAt(state.buckets[row.cost], rate, claim.nowMs), room, rate);
  },
  take(state, rates, claim) {
    const perSec = rates[row.rate] ?? 0;
    if (perSec === 0) return;
    const rate = milliRate(perSec);
    const bucket = state.buckets[row.cost];
    fill(bucket, levelAt(bucket, rate, claim.nowMs), { cost: claim[row.cost], nowMs: claim.nowMs });
    state.neededUntilMs = Math.max(state.neededUntilMs, bucket.atMs + drainMs(bucket.level, 0, rate));
  },
}));
