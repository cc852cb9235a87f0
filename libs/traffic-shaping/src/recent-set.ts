/** Keys that were added lately, by a clock that ticks when `age` is called. */
export interface RecentSet {
  add(key: string): void;
  keys(): readonly string[];
  /** Lets go of the keys that were not added in the last few ticks. */
  age(): void;
}

/** An empty set that keeps keys for `ticks`; beyond `maxKeys` the oldest go. */
export function createRecentSet(maxKeys: number, ticks: number): RecentSet {
  const ticksLeft = new Map<string, number>();
  return {
    add(key) {
      if (ticksLeft.get(key) === ticks) return;
      ticksLeft.delete(key); // so that it is the youngest again
      ticksLeft.set(key, ticks);
      if (ticksLeft.size <= maxKeys) return;
      for (const oldest of ticksLeft.keys()) {
        ticksLeft.delete(oldest);
        break;
      }
    },
    keys: () => [...ticksLeft.keys()],
    age() {
      for (const [key, left] of ticksLeft) {
        if (left <= 1) ticksLeft.delete(key);
        else ticksLeft.set(key, left - 1);
      }
    },
  };
}
