/** Numbers by chance that are the same for the same seed. */
export interface Draws {
  /** In [0, 1). */
  next(): number;
  chance(share: number): boolean;
  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number;
  oneOf<Value>(values: readonly Value[]): Value;
  /** One of the values, by its weight. */
  weighted<Value extends { readonly weight: number }>(values: readonly Value[]): Value;
  /** Around `median`, with a long tail to the right; `spread` 0.5 is half to twice as much in most cases. */
  around(median: number, spread: number): number;
  bytes(count: number): Uint8Array;
}

/** Draws from a seed. @see https://github.com/bryc/code/blob/master/jshash/PRNGs.md#mulberry32 */
export function drawsFrom(seed: number): Draws {
  let state = seed | 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  return {
    next,
    whole,
    chance: (share) => next() < share,
    oneOf: (values) => pick(values, whole(0, values.length - 1)),
    weighted: (values) => {
      let left = next() * values.reduce((sum, { weight }) => sum + weight, 0);
      return values.find(({ weight }) => (left -= weight) < 0) ?? pick(values, values.length - 1);
    },
    // Box-Muller on a logarithmic scale.
    around: (median, spread) =>
      median * Math.exp(spread * Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())),
    bytes: (count) => Uint8Array.from({ length: count }, () => whole(0, 255)),
  };
}

function pick<Value>(values: readonly Value[], index: number): Value {
  const value = values[index];
  if (value === undefined) throw new Error('there is nothing to draw from');
  return value;
}
