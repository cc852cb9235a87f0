import type { ScoreName } from '@smart-router/core';

/** What expressions of scores may name. */
export const scoreNames: readonly ScoreName[] = [
  'cost',
  'latency',
  'throughput',
  'reliability',
  'complexity',
  'eval_quality',
  'cache',
];

/** Every part of a score of one target, 0 to 1, 1 the best. */
export type ScoreParts = Readonly<Record<ScoreName, number>>;
