import type { Target } from '@smart-router/core';
import { choosePlan, routingOptions, type Signals, type StrategyName } from '@smart-router/routing';
import { expectedLossUsd } from './loss.js';
import type { SimulatedTarget } from './world.js';

/** A way to order the targets of a request. */
export interface Contender {
  readonly name: string;
  /** `fixed`: one target first, all week. `knowing`: it sees what nobody can. */
  readonly kind: 'fixed' | 'strategy' | 'knowing';
  order(candidates: readonly Target[], signals: Signals): readonly Target[];
}

/** Every fixed choice, the strategies, and one who knows at every moment which target loses least. */
export function contendersFor(targets: readonly SimulatedTarget[]): readonly Contender[] {
  const free = { max_score_adjustment_percent: 100 };
  return [
    ...targets.map(({ id }) => alwaysFirst(id)),
    strategy('weighted', 'weighted'),
    strategy('round-robin', 'round-robin'),
    strategy('least-latency', 'least-latency'),
    strategy('dynamic-score', 'dynamic-score'),
    strategy('dynamic-score, 100 %', 'dynamic-score', { dynamic_score: free }),
    strategy('dynamic-score, 100 %, explore', 'dynamic-score', {
      dynamic_score: { ...free, cold_start_policy: 'explore' },
    }),
    whoKnows(targets),
  ];
}

function alwaysFirst(id: string): Contender {
  return {
    ...{ name: `always ${id}`, kind: 'fixed' },
    order: (candidates) => [...candidates].sort((one, other) => Number(other.id === id) - Number(one.id === id)),
  };
}

function strategy(name: string, of: StrategyName, settings: object = {}): Contender {
  const options = { ...routingOptions.parse({ strategy: of, ...settings }), strategy: of };
  return {
    ...{ name, kind: 'strategy' },
    order: (candidates, signals) => choosePlan(candidates, options, signals).targets,
  };
}

/** The bound of what can be reached, but for luck. */
function whoKnows(targets: readonly SimulatedTarget[]): Contender {
  const typical = { inputTokens: 1_500, outputTokens: 400 };
  const byId = new Map(targets.map((target) => [target.id, target]));
  return {
    ...{ name: 'who knows', kind: 'knowing' },
    order(candidates, { nowMs }) {
      const loss = ({ id }: Target): number => {
        const target = byId.get(id);
        return target === undefined ? Infinity : expectedLossUsd(target.at(nowMs / 3_600_000), typical);
      };
      return [...candidates].sort((one, other) => loss(one) - loss(other));
    },
  };
}
