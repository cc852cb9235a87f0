import type { Target } from '@smart-router/core';
import { createObservationStore } from './observations/observation-store.js';
import type { RoutingOptions } from './options.js';
import type { Strategy } from './strategy.js';
import { seededRng, signals } from './target-kit.laws.js';

/** How a target does at a moment. */
export interface Behaviour {
  readonly latencyMs: number;
  /** Share of attempts that fail. */
  readonly errorRate: number;
  /** Whether it may be asked at all. */
  readonly isEligible?: boolean;
}

/** Requests one after the other, each answered by the first of its order. */
export interface Traffic {
  readonly strategy: Strategy;
  readonly options: RoutingOptions;
  readonly targets: readonly Target[];
  behave(targetId: string, nowMs: number): Behaviour;
  readonly requests: number;
  readonly everyMs: number;
  readonly seed: number;
}

/** Who stood first, when. */
export interface First {
  readonly atMs: number;
  readonly id: string;
}

/** Plays traffic over the real store of observations. */
export function playTraffic({
  strategy,
  options,
  targets,
  behave,
  requests,
  everyMs,
  seed,
}: Traffic): readonly First[] {
  const observations = createObservationStore();
  const rng = seededRng(seed);
  const luck = seededRng(seed + 1);
  const firsts: First[] = [];
  const turns = new Map<string, number>();
  for (let number = 0; number < requests; number += 1) {
    const nowMs = number * everyMs;
    const lastFirst = (id: string): number | undefined => {
      const at = turns.get(id);
      return at === undefined ? undefined : number - at;
    };
    const candidates = targets.filter(({ id }) => behave(id, nowMs).isEligible !== false);
    const [first] = strategy.order(candidates, signals({ rng, nowMs, observations, lastFirst }), options).targets;
    if (first === undefined) throw new Error('somebody should be eligible');
    turns.set(first.id, number);
    firsts.push({ atMs: nowMs, id: first.id });
    const { latencyMs, errorRate } = behave(first.id, nowMs);
    observations.record(endOf(first.id, latencyMs, luck() < errorRate), nowMs);
  }
  return firsts;
}

function endOf(
  targetId: string,
  latencyMs: number,
  isFailed: boolean,
): Parameters<ReturnType<typeof createObservationStore>['record']>[0] {
  return {
    targetId,
    errorClass: isFailed ? 'server_error' : undefined,
    latencyMs,
    firstTokenMs: undefined,
    queueWaitMs: 0,
    inputTokens: 100,
    cachedInputTokens: 0,
    outputTokens: 100,
    isWarm: false,
    costNanoUsd: undefined,
  };
}
