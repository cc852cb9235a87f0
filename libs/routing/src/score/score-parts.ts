import type { Observed, Target } from '@smart-router/core';
import { complexityOf } from '../complexity.js';
import type { Signals } from '../strategy.js';
import { expectedCost } from './expected-cost.js';
import { fillUnknown, higherIsBetter, lowerIsBetter } from './normalise.js';
import type { ScoreParts } from './score-names.js';

/** A target and what was observed of it; `undefined` when that is too little. */
export interface Seen {
  readonly target: Target;
  readonly observed: Observed | undefined;
}

/** The parts of the scores of all candidates of a request, in their order: each is a comparison among them. */
export function scoreParts(seen: readonly Seen[], { facts, warmTarget }: Signals): readonly ScoreParts[] {
  const costs = seen.map(({ target, observed }) =>
    expectedCost({ target, facts, observed, isWarm: target.id === warmTarget }),
  );
  const cost = lowerIsBetter(costs.map(({ nanoUsd }) => nanoUsd));
  const latency = lowerIsBetter(seen.map(({ observed }) => observed && slowLatencyMs(observed, facts.stream)));
  const throughput = higherIsBetter(seen.map(({ observed }) => observed?.outputTokensPerSec));
  const reliability = fillUnknown(seen.map(({ observed }) => observed && reliabilityOf(observed)));
  const quality = fillUnknown(seen.map(({ target }) => qualityOf(target)));
  const complexity = complexityOf(facts);
  return costs.map(({ cachedShare }, index) => ({
    cost: at(cost, index),
    latency: at(latency, index),
    throughput: at(throughput, index),
    reliability: at(reliability, index),
    complexity,
    eval_quality: at(quality, index),
    cache: cachedShare,
  }));
}

/** Who reads a stream waits for its first token; everybody else for the whole answer. */
function slowLatencyMs({ latencyP95Ms, firstTokenP95Ms }: Observed, isStream: boolean): number | undefined {
  return isStream ? firstTokenP95Ms : latencyP95Ms;
}

/** The share of attempts that served, a timeout counted twice: it also costs the time. */
function reliabilityOf({ errorRate, timeoutRate }: Observed): number {
  return Math.max(0, 1 - errorRate - timeoutRate);
}

function qualityOf({ validation }: Target): number | undefined {
  return validation?.qualityScore ?? validation?.passRate;
}

function at(scores: readonly number[], index: number): number {
  const score = scores[index];
  if (score === undefined) throw new Error('every candidate should have its score');
  return score;
}
