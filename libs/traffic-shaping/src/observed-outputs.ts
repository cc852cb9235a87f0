import { observedReservation, observeOutput, type ObservedOutput } from './observed-output.js';
import { createSweptMap } from './swept-map.js';

/** How long the answers of keys have been, as far as this process saw them. */
export interface ObservedOutputs {
  observe(key: string, outputTokens: number): void;
  /** What to set aside for the next answer of a key; `byCap` until enough is known. */
  reservationFor(key: string, byCap: number): number;
}

/** Nothing seen yet. Of more than `maxKeys` keys, those that have been silent the longest are forgotten. */
export function createObservedOutputs(maxKeys: number): ObservedOutputs {
  const seen = createSweptMap<ObservedOutput>(maxKeys, () => false);
  return {
    observe(key, outputTokens) {
      const after = observeOutput(seen.get(key), outputTokens);
      seen.delete(key); // so that it is the youngest
      seen.set(key, after);
    },
    reservationFor: (key, byCap) => observedReservation(seen.get(key), byCap),
  };
}
