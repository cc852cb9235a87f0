import type { Target } from '@smart-router/core';
import { choosePlan, routingOptions, type Signals, type StrategyName } from '@smart-router/routing';
import { expectedLossUsd } from './loss.js';
import type { SimulatedTarget } from './world.js';

/** A way to order the targets of a request. */
export interface Contender {
  readonly name: string;
  /** Whether it is told which target served a conversation before. */
  readonly affinity: 'told' | 'forgets';
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
    ...{ name: `always ${id}`, kind: 'fixed', affinity: 'forgets' },
    order: (candidates) => [...candidates].sort((one, other) => Number(other.id === id) - Number(one.id === id)),
  };
}

function strategy(name: string, of: StrategyName, settings: object = {}): Contender {
  const options = { ...routingOptions.parse({ strategy: of, ...settings }), strategy: of };
  return {
    ...{ name, kind: 'strategy', affinity: 'told' },
    order(candidates, signals) {
      const { targets, weighsWarmth } = choosePlan(candidates, options, signals);
      return weighsWarmth ? targets : warmFirst(targets, signals.warmTarget);
    },
  };
}

/** As a request does it where the strategy does not weigh it. */
function warmFirst(targets: readonly Target[], warmTarget: string | undefined): readonly Target[] {
  return [...targets.filter(({ id }) => id === warmTarget), ...targets.filter(({ id }) => id !== warmTarget)];
}

/** The same without a word of conversations. */
function forgetful(contender: Contender): Contender {
  return { ...contender, name: `${contender.name}, no affinity`, affinity: 'forgets' };
}

/** What affinity is worth: conversations, with the strategies that are told of them and the same without. */
export function conversingContenders(targets: readonly SimulatedTarget[]): readonly Contender[] {
  const told = [
    strategy('weighted', 'weighted'),
    strategy('least-latency', 'least-latency'),
    strategy('dynamic-score', 'dynamic-score'),
  ];
  return [...targets.map(({ id }) => alwaysFirst(id)), ...told, ...told.map(forgetful)];
}

/** The bound of what can be reached, but for luck. */
function whoKnows(targets: readonly SimulatedTarget[]): Contender {
  const typical = { inputTokens: 1_500, outputTokens: 400 };
  const byId = new Map(targets.map((target) => [target.id, target]));
  return {
    ...{ name: 'who knows', kind: 'knowing', affinity: 'forgets' },
    order(candidates, { nowMs }) {
      const loss = ({ id }: Target): number => {
        const target = byId.get(id);
        return target === undefined ? Infinity : expectedLossUsd(target.at(nowMs / 3_600_000), typical);
      };
      return [...candidates].sort((one, other) => loss(one) - loss(other));
    },
  };
}
