import type { TargetScore } from '@smart-router/core';
import { toMillionth } from './to-millionth.js';

/** A score as callers read it, of a request that was decided and of one that is explained. */
export function scoreEntry(score: TargetScore): unknown {
  switch (score.kind) {
    case 'term':
      return {
        final: toMillionth(score.final),
        live: knownShare(score.live),
        term: score.term ?? null,
        observations: score.observationCount,
        over_threshold: score.isOverThreshold,
        parts: Object.fromEntries(Object.entries(score.parts).map(([name, share]) => [name, toMillionth(share)])),
      };
    case 'wait':
      return {
        final: toMillionth(score.final),
        speed: knownShare(score.speed),
        wait_ms: score.waitMs === undefined ? null : Math.round(score.waitMs),
        observations: score.observationCount,
      };
    default:
      return score satisfies never;
  }
}

function knownShare(share: number | undefined): number | null {
  return share === undefined ? null : toMillionth(share);
}
