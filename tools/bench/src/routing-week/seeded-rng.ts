/** Numbers in [0, 1) that repeat for the same seed (mulberry32). */
export function seededRng(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

/** A number of the log-normal distribution with that median. */
export function logNormal(median: number, spread: number, rng: () => number): number {
  const radius = Math.sqrt(-2 * Math.log(1 - rng())); // Box–Muller; 1 − rng() is never 0
  return median * Math.exp(spread * radius * Math.cos(2 * Math.PI * rng()));
}
