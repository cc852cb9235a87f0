import type { Explanation, ExplainedTarget } from './explanation.js';

/** The targets that would be asked, in the order to try. */
export function planOf({ targets }: Pick<Explanation, 'targets'>): readonly ExplainedTarget[] {
  const placed = targets.filter(({ place }) => place !== undefined);
  return placed.toSorted((one, other) => (one.place ?? 0) - (other.place ?? 0));
}
