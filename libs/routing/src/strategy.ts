import type { AskFacts, Observations, Rng, Target, TargetScore } from '@smart-router/core';
import type { RoutingOptions } from './options.js';

/** Orders the eligible targets. Pure: the same candidates, signals and options give the same order. */
export interface Strategy {
  /** @param candidates the eligible targets in the configured order. */
  readonly order: (candidates: readonly Target[], signals: Signals, options: RoutingOptions) => Ordered;
  /** Whether it weighs by itself how warm a target is. */
  readonly weighsWarmth?: boolean;
}

/** Targets in the order to try, and what they were ordered by. */
export interface Ordered {
  readonly targets: readonly Target[];
  /** By target id; absent where nothing is scored. */
  readonly scores?: ReadonlyMap<string, TargetScore>;
  /** Whether too little had been observed to score by; absent where nothing is scored. */
  readonly isColdStart?: boolean;
}

/** What strategies may read beyond the targets themselves. */
export interface Signals {
  readonly rng: Rng;
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
  readonly facts: AskFacts;
  readonly observations: Observations;
  /** How many requests ago a target stood first in this group: the larger, the longer ago; `undefined` is never. */
  lastFirst(targetId: string): number | undefined;
  /** The target that served this conversation before, so that its prompt cache is warm; `undefined` when none is known. */
  readonly warmTarget: string | undefined;
}

/** The targets in the order to try. */
export interface Plan extends Ordered {
  /** The first number drawn by chance, 0 to 1, for evidence; `undefined` when none was. */
  readonly draw: number | undefined;
  /** Whether how warm a target is was weighed; where not, the warm target of a conversation is put first. */
  readonly weighsWarmth: boolean;
}
