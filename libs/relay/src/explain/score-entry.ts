import type { TargetScore } from '@smart-router/core';
import { toMillionth } from './to-millionth.js';

/** A score as callers read it, of a request that was decided and of one that is explained. */
export function scoreEntry(score: TargetScore): unknown {
  return {
    final: toMillionth(score.final),
    live: score.live === undefined ? null : toMillionth(score.live),
    term: score.term ?? null,
    observations: score.observationCount,
    over_threshold: score.isOverThreshold,
    parts: Object.fromEntries(Object.entries(score.parts).map(([name, share]) => [name, toMillionth(share)])),
  };
}
