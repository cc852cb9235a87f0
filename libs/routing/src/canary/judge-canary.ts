import { holds } from '../expression/evaluate.js';
import type { ObservationStore } from '../observations/observation-store.js';
import { slotMs } from '../observations/slot-number.js';
import type { Canary, CanaryRule, CanaryState } from './canary.js';
import { canaryObserved, type CanaryObserved } from './canary-observed.js';
import { canaryValues } from './canary-values.js';

/** A change of a canary that its conditions ask for, and what it was decided by. */
export interface CanaryVerdict {
  readonly event: 'promoted' | 'rolled-back';
  /** The step it goes to, or stood at when it was taken out. */
  readonly step: number;
  /** The condition that held, in its own words. */
  readonly condition: string;
  readonly observed: CanaryObserved | undefined;
  readonly baseline: CanaryObserved | undefined;
}

/** What a canary is judged by. */
export interface CanaryCase {
  readonly canary: Canary;
  readonly state: CanaryState;
  /** The other targets of its group. */
  readonly others: readonly string[];
  readonly observations: Pick<ObservationStore, 'together'>;
  readonly nowMs: number;
}

/**
 * What is to become of a canary; `undefined` when it stays as it is. A condition that hangs on something unknown does not
 * hold. Only what ended at this step counts.
 */
export function judgeCanary({ canary, state, others, observations, nowMs }: CanaryCase): CanaryVerdict | undefined {
  if (state.isRolledBack) return undefined;
  const windowMs = windowSince(state.changedAtMs, canary.windowMs, nowMs);
  if (windowMs < 0) return undefined;
  const observed = canaryObserved(observations.together([canary.targetId], windowMs, nowMs));
  const baseline = canaryObserved(observations.together(others, windowMs, nowMs));
  const values = canaryValues(observed, baseline);
  const verdict = (event: CanaryVerdict['event'], step: number, { text }: CanaryRule) =>
    ({ event, step, condition: text, observed, baseline }) as const;
  if (holds(canary.rollbackWhen.condition, values) === true)
    return verdict('rolled-back', state.step, canary.rollbackWhen);
  if (state.step >= canary.steps.length - 1 || nowMs - state.changedAtMs < canary.stepMinMs) return undefined;
  if (holds(canary.promoteWhen.condition, values) !== true) return undefined;
  return verdict('promoted', state.step + 1, canary.promoteWhen);
}

/** A window reaches back to the start of a slot: the first that began after the change is the first that counts. */
function windowSince(changedAtMs: number, windowMs: number, nowMs: number): number {
  const firstSlotMs = Math.ceil(changedAtMs / slotMs) * slotMs;
  return Math.min(windowMs, nowMs - firstSlotMs);
}
