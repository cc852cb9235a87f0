import type { Catalog, ModelGroup } from '@smart-router/config';
import { canaryShare, canaryWeights, type Canary, type CanaryState } from '@smart-router/routing';

/** A group with its canary. */
export interface CanaryGroup {
  readonly group: ModelGroup;
  readonly canary: Canary;
}

/** The groups of a catalog that try a canary. */
export function canaryGroups({ groups }: Catalog): readonly CanaryGroup[] {
  return [...groups.values()].flatMap((group) => (group.canary === undefined ? [] : [{ group, canary: group.canary }]));
}

/** Names a canary with its settings: others begin anew. */
export function canaryKey(
  group: string,
  { targetId, settingsHash }: Pick<Canary, 'targetId' | 'settingsHash'>,
): string {
  return JSON.stringify([group, targetId, settingsHash]);
}

/** The catalog with the shares that canaries have now; where no state is known, none. */
export function withCanaryShares(catalog: Catalog, states: ReadonlyMap<string, CanaryState>): Catalog {
  const tried = canaryGroups(catalog);
  if (tried.length === 0) return catalog;
  const groups = new Map(catalog.groups);
  for (const { group, canary } of tried) {
    const share = canaryShare(canary, states.get(canaryKey(group.name, canary)));
    groups.set(group.name, { ...group, targets: canaryWeights(group.targets, canary.targetId, share) });
  }
  return { ...catalog, groups };
}
