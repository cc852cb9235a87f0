/** Values that were added lately, by a clock that ticks when `age` is called. */
export interface RecentMap<Value> {
  add(key: string, value: Value): void;
  values(): readonly Value[];
  /** Lets go of what was not added in the last few ticks. */
  age(): void;
}

/** An empty map that keeps values for `ticks`; beyond `maxEntries` the oldest go. */
export function createRecentMap<Value>(maxEntries: number, ticks: number): RecentMap<Value> {
  const entries = new Map<string, { readonly value: Value; ticksLeft: number }>();
  return {
    add(key, value) {
      entries.delete(key); // so that it is the youngest again
      entries.set(key, { value, ticksLeft: ticks });
      if (entries.size <= maxEntries) return;
      for (const oldest of entries.keys()) {
        entries.delete(oldest);
        break;
      }
    },
    values: () => [...entries.values()].map(({ value }) => value),
    age() {
      for (const [key, entry] of entries) {
        entry.ticksLeft -= 1;
        if (entry.ticksLeft <= 0) entries.delete(key);
      }
    },
  };
}
