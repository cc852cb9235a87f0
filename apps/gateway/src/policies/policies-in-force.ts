import type { ModelGroup } from '@smart-router/config';
import type { RoutePolicy } from '@smart-router/routing';
import type { GroupPolicies } from './open-policies.js';

/** The policies of the catalog in force, and of those before it as long as requests have their groups. */
export interface PoliciesInForce {
  of(group: ModelGroup): RoutePolicy | undefined;
  /** From now on these are in force; those before end when nobody asks them any more. */
  use(policies: GroupPolicies): void;
  close(): void;
}

/** Keeps what requests find their policy by: the group of the catalog they began with. */
export function keepPolicies(first: GroupPolicies): PoliciesInForce {
  const byGroup = new WeakMap<ModelGroup, RoutePolicy>();
  let current: GroupPolicies = { byGroup: new Map(), files: [] };
  const retire = (): void => {
    for (const policy of current.byGroup.values()) policy.retire();
  };
  const use = (policies: GroupPolicies): void => {
    retire();
    current = policies;
    for (const [group, policy] of policies.byGroup) byGroup.set(group, policy);
  };
  use(first);
  return { of: (group) => byGroup.get(group), use, close: retire };
}
