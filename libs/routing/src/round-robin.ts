import { splitStandby } from './standby.js';
import type { Strategy } from './strategy.js';
import { byTurns } from './turns.js';

/**
 * Whoever stood first the longest ago, and the rest in the same order. It goes by what happened, not by a pointer: who
 * comes back after a while has one turn at once, and no turn moves when others come and go.
 */
export const roundRobinStrategy: Strategy = {
  order(candidates, signals) {
    const { serving, standby } = splitStandby(candidates);
    return { targets: [...byTurns(serving, signals), ...standby] };
  },
};
