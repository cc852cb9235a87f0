import type { FilterReason } from '@smart-router/core';
import type { Skip } from '@smart-router/traffic-shaping';
import type { Candidate } from './candidate.js';

/** A target that a reservation passed over, with the reasons of all its credentials. */
export interface SkippedTarget {
  readonly target: string;
  readonly reasons: readonly FilterReason[];
}

/** The targets that a reservation passed over, each once. */
export function skippedTargets(queue: readonly Candidate[], skipped: readonly Skip[]): readonly SkippedTarget[] {
  const found = new Map<string, Set<FilterReason>>();
  for (const { index, reason } of skipped) {
    const target = queue[index]?.target.id;
    if (target !== undefined) found.set(target, (found.get(target) ?? new Set()).add(reason));
  }
  return [...found].map(([target, reasons]) => ({ target, reasons: [...reasons] }));
}
