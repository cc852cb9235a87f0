import type { Condition } from '../expression/expression.js';

/** A target that is tried on a growing share of the first places of its group. */
export interface Canary {
  readonly targetId: string;
  /** Percent of first places, growing, never empty. */
  readonly steps: readonly number[];
  readonly stepMinMs: number;
  readonly windowMs: number;
  readonly promoteWhen: CanaryRule;
  readonly rollbackWhen: CanaryRule;
  /** Changes with any of its settings: then it begins anew. */
  readonly settingsHash: string;
}

/** A condition with the words it was written in. */
export interface CanaryRule {
  readonly text: string;
  readonly condition: Condition;
}

/** How far a canary is. */
export interface CanaryState {
  /** Index into its steps. */
  readonly step: number;
  /** Taken out: until its settings change, or an operator restarts it. */
  readonly isRolledBack: boolean;
  /** When it came to be so, milliseconds since the epoch. */
  readonly changedAtMs: number;
}

/** The percent of first places it has now; none while nobody knows whether it was taken out. */
export function canaryShare(
  { steps }: Pick<Canary, 'steps'>,
  state: Pick<CanaryState, 'step' | 'isRolledBack'> | undefined,
): number {
  if (state === undefined || state.isRolledBack) return 0;
  return steps[Math.min(state.step, steps.length - 1)] ?? 0;
}
