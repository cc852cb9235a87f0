import type { ExplainedTarget } from './explanation.js';

/** Whether targets go by their names, or by their numbers in the group. */
export type TargetNames = 'named' | 'numbered';

/** How targets are called, and whether what is declared and observed of them may be told. */
export interface Telling {
  nameOf(target: Pick<ExplainedTarget, 'id' | 'number'>): string;
  readonly tellsTargets: boolean;
}

/** How an explanation calls its targets. */
export function tellingOf(targets: TargetNames): Telling {
  if (targets === 'named') return { nameOf: ({ id }) => id, tellsTargets: true };
  return { nameOf: ({ number }) => `target-${number}`, tellsTargets: false };
}
