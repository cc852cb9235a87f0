import type { AffinityOutcome, Target } from '@smart-router/core';
import type { DecisionQuestion } from './decide.js';

/** The target whose prompt cache is warm first; otherwise the order stays. Nobody comes in by it. */
export function preferWarm(targets: readonly Target[], warmTarget: string | undefined): readonly Target[] {
  const warm = targets.find(({ id }) => id === warmTarget);
  return warm === undefined || warm === targets[0] ? targets : [warm, ...targets.filter((target) => target !== warm)];
}

/** What the preference is made of. */
interface Preference {
  readonly group: Pick<DecisionQuestion['group'], 'affinity'>;
  readonly signals: Pick<DecisionQuestion['signals'], 'warmTarget'>;
}

/** What became of the preference for the conversation's last target; `undefined` where the group keeps none. */
export function affinityOutcome(
  { group, signals: { warmTarget } }: Preference,
  candidates: readonly Target[],
  plan: readonly Target[],
): AffinityOutcome | undefined {
  if (group.affinity === undefined) return undefined;
  if (warmTarget === undefined) return 'miss';
  if (plan[0]?.id === warmTarget) return 'hit';
  return candidates.some(({ id }) => id === warmTarget) ? 'overruled' : 'ineligible';
}
