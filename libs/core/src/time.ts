/** Milliseconds since the epoch, from whoever owns the clock. */
export interface Clock {
  now(): number;
}

/** A number in [0, 1). */
export type Rng = () => number;
