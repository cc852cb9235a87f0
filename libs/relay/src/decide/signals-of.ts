import type { DecisionQuestion } from './decide.js';
import type { Deciding } from '../journey-state.js';

/** What strategies may know of the moment of a request. */
export function signalsOf(
  { house, group }: Pick<Deciding, 'house' | 'group'>,
  warmTarget: string | undefined,
): DecisionQuestion['signals'] {
  const { ports, observations, firsts } = house;
  return {
    rng: ports.rng,
    nowMs: ports.clock.now(),
    observations,
    lastFirst: (targetId) => firsts.last(group.name, targetId),
    warmTarget,
  };
}
