import type { Target } from '@smart-router/core';
import type { Signals } from './strategy.js';

type Turns = Pick<Signals, 'lastFirst'>;

/** Who never stood first comes first, then who did so longest ago; among equals the configured order stays. */
export function byTurns(targets: readonly Target[], turns: Turns): readonly Target[] {
  return targets
    .map((target) => ({ target, ago: turns.lastFirst(target.id) ?? Infinity }))
    .sort((one, other) => other.ago - one.ago || 0) // Infinity − Infinity is no number: neither ever stood first
    .map(({ target }) => target);
}

/**
 * The target whose turn it is to be tried because too little is known of it: they take turns, and all of them together
 * stand first at most once in so many requests.
 */
export function toExplore(unknown: readonly Target[], turns: Turns, everyRequests: number): Target | undefined {
  const wasJustDone = unknown.some(({ id }) => (turns.lastFirst(id) ?? Infinity) < everyRequests);
  return wasJustDone ? undefined : byTurns(unknown, turns)[0];
}
