import type { RouteContext, RouteDecision, RouteTarget } from '@smart-router/policies';
import { isHealthy } from './lib/is-healthy.js';

/** Input tokens from which on a request goes to a target with a long context, tagged `long`. */
const longInputTokens = 60_000;

/**
 * Simple questions to the cheapest healthy target, long ones to those with a long context, conversations back to where
 * their prompt cache is warm.
 */
export function route({ request, targets, warmTarget }: RouteContext): RouteDecision {
  const healthy = targets.filter(isHealthy);
  const usable = healthy.length > 0 ? healthy : targets;
  const warm = usable.find(({ id }) => id === warmTarget);
  if (warm !== undefined) return { target: warm.index, classLabel: 'warm' };
  if (request.estimatedInputTokens >= longInputTokens)
    return { target: best(usable, ({ tags }) => (tags.includes('long') ? 0 : 1)), classLabel: 'long' };
  if (request.complexity < 0.3) return { target: best(usable, price), classLabel: 'simple' };
  return { target: best(usable, ({ validation }) => -(validation?.qualityScore ?? 0)), classLabel: 'complex' };
}

/** The index of the target that scores lowest; the first of equals. */
function best(targets: readonly RouteTarget[], score: (target: RouteTarget) => number): number {
  return targets.reduce((least, target) => (score(target) < score(least) ? target : least)).index;
}

function price({ inputPricePerMillionUsd: input, outputPricePerMillionUsd: output }: RouteTarget): number {
  return input === undefined || output === undefined ? Number.POSITIVE_INFINITY : input + output;
}
