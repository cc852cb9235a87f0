import type { Rng, Target } from '@smart-router/core';

/** Orders the eligible targets. Pure: the same candidates, signals and rng give the same order. */
export interface Strategy {
  order(candidates: readonly Target[], signals: Signals): readonly Target[];
}

/** What strategies may read beyond the targets themselves. */
export interface Signals {
  readonly rng: Rng;
}

/** The targets in the order to try. */
export interface Plan {
  readonly targets: readonly Target[];
  /** Why this order: the strategy's name and its own words, for evidence. */
  readonly reason: string;
  /** The first number drawn by chance, 0 to 1, for evidence; `undefined` when none was. */
  readonly draw: number | undefined;
}
