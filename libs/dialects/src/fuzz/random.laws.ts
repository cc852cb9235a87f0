/** Numbers that look random and are the same for the same seed. */
export interface Random {
  /** An integer from 0 up to, without, the limit. */
  below(limit: number): number;
  pick<Value>(from: readonly [Value, ...Value[]]): Value;
  /** True once in so many times. */
  once(inSoMany: number): boolean;
}

/** Mulberry32. @see https://gist.github.com/tommyettinger/46a874533244883189143505d203312c */
export function openRandom(seed: number): Random {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    below,
    pick: (from) => from[below(from.length)] ?? from[0],
    once: (inSoMany) => below(inSoMany) === 0,
  };
}
