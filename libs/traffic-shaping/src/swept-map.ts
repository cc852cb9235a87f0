/** A map that stays small: what is stale is swept a few entries at a time, and beyond its bound the oldest go. */
export interface SweptMap<Value> {
  readonly size: number;
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
  delete(key: string): void;
  /** Looks at the next few entries and drops the stale ones. Called with every operation, so no timer is needed. */
  sweep(nowMs: number): void;
}

/** Entries looked at per sweep: more than one per insertion, so that the sweep outruns growth. */
const entriesPerSweep = 2;

/** An empty map that holds at most `maxEntries`. */
export function createSweptMap<Value>(
  maxEntries: number,
  isStale: (value: Value, nowMs: number) => boolean,
): SweptMap<Value> {
  const entries = new Map<string, Value>();
  let cursor = entries.entries();

  const sweepOne = (nowMs: number): void => {
    const next = cursor.next();
    if (next.done === true) cursor = entries.entries();
    else if (isStale(next.value[1], nowMs)) entries.delete(next.value[0]);
  };
  return {
    get size() {
      return entries.size;
    },
    get: (key) => entries.get(key),
    set(key, value) {
      entries.set(key, value);
      if (entries.size <= maxEntries) return;
      for (const oldest of entries.keys()) {
        entries.delete(oldest);
        break;
      }
    },
    delete: (key) => void entries.delete(key),
    sweep(nowMs) {
      for (let step = 0; step < entriesPerSweep; step += 1) sweepOne(nowMs);
    },
  };
}
