import type { Target } from '@smart-router/core';

/** Hundredths of a percent: whole numbers, as evidence keeps weights. */
const allOfIt = 10_000;

/**
 * The targets of a group with the weights that give a canary its percentage of first places; the others keep their
 * proportions. At 0 it is asked when all others failed.
 */
export function canaryWeights(targets: readonly Target[], canaryId: string, sharePercent: number): readonly Target[] {
  const canaryWeight = Math.round((allOfIt * sharePercent) / 100);
  const others = targets.filter(({ id }) => id !== canaryId);
  const total = others.reduce((sum, { weight }) => sum + weight, 0);
  return targets.map((target) => {
    if (target.id === canaryId) return { ...target, weight: canaryWeight };
    const part = total > 0 ? target.weight / total : 1 / others.length;
    return { ...target, weight: Math.round(part * (allOfIt - canaryWeight)) };
  });
}
