import type { TtlMap } from '@smart-router/core';
import { createSweptMap } from './swept-map.js';

/** A map with expiry in memory, of at most `maxEntries`; beyond them the oldest are forgotten. */
export function createMemoryTtlMap(maxEntries: number, now: () => number): TtlMap {
  const entries = createSweptMap<{ readonly value: string; readonly expiresAtMs: number }>(
    maxEntries,
    (entry, nowMs) => nowMs >= entry.expiresAtMs,
  );
  return {
    async remember(key, value, ttlMs) {
      const nowMs = now();
      entries.sweep(nowMs);
      entries.delete(key); // so that a renewed entry is the youngest again
      entries.set(key, { value, expiresAtMs: nowMs + ttlMs });
    },
    async recall(keys) {
      const nowMs = now();
      return keys.map((key) => {
        const entry = entries.get(key);
        return entry === undefined || nowMs >= entry.expiresAtMs ? undefined : entry.value;
      });
    },
  };
}
