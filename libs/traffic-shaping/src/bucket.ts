/**
 * A rate with a burst: GCRA in its continuous-state form (ITU-T I.371, annex A), which admits the same requests as the
 * form with one timestamp, but keeps every step an exact integer. The level rises with what is taken and drains at the
 * rate; it is counted in millionths of a unit, the rate in thousandths of a unit per second, time in milliseconds.
 */
export interface Bucket {
  /** Millionths of a unit that have not drained yet. */
  level: number;
  /** When the level was true. */
  atMs: number;
}

const microsPerUnit = 1_000_000;
const millisPerUnit = 1_000;

/** An empty bucket: the whole burst is free. */
export function createBucket(): Bucket {
  return { level: 0, atMs: 0 };
}

/** A rate per second as the integer the bucket counts by; never 0. */
export function milliRate(perSec: number): number {
  return Math.max(1, Math.round(perSec * millisPerUnit));
}

/** The burst of a rate: what was configured, else what the rate allows in one second. */
export function burstOf(configured: number | undefined, perSec: number): number {
  return configured === undefined || configured === 0 ? Math.max(1, Math.ceil(perSec)) : configured;
}

/** What is left of the level, in millionths. A clock that steps back drains nothing. */
export function levelAt(bucket: Bucket, milliPerSec: number, nowMs: number): number {
  return Math.max(0, bucket.level - Math.max(0, nowMs - bucket.atMs) * milliPerSec);
}

/** The highest level at which a cost may still come in. More than a burst needs an empty bucket, and leaves a debt. */
export function roomFor(cost: number, burst: number): number {
  return (burst - Math.min(cost, burst)) * microsPerUnit;
}

/** The whole milliseconds until a level has drained to the room that is needed; 0 when it has. */
export function drainMs(level: number, room: number, milliPerSec: number): number {
  return level <= room ? 0 : Math.ceil((level - room) / milliPerSec);
}

/** Takes a cost from a bucket whose level is known. */
export function fill(bucket: Bucket, level: number, taken: { readonly cost: number; readonly nowMs: number }): void {
  bucket.level = level + taken.cost * microsPerUnit;
  bucket.atMs = Math.max(bucket.atMs, taken.nowMs);
}
