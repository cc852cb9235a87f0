import type { Target } from '@smart-router/core';
import type { AskState } from './ask-state.js';

/** The targets that can read the latest sealed reasoning first; otherwise the order stays. Nobody is left out. */
export function preferHome(targets: readonly Target[], { home }: Pick<AskState, 'home'>): readonly Target[] {
  if (home === undefined) return targets;
  const isHome = ({ endpoint }: Target): boolean =>
    endpoint.issuer === home.issuer && endpoint.dialect === home.dialect;
  return [...targets.filter(isHome), ...targets.filter((target) => !isHome(target))];
}
