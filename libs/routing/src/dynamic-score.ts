import type { Target, TermScore } from '@smart-router/core';
import { draw } from './draw.js';
import type { DynamicScoreOptions } from './dynamic-score-options.js';
import { placeTargets, type Placed } from './score/place-targets.js';
import { isUnknown, rateTargets } from './score/rate-targets.js';
import type { Ordered, Signals, Strategy } from './strategy.js';
import { toExplore } from './turns.js';

/** Where the cold start is to explore: of all requests, one in so many tries a target of which too little is known. */
const exploreEveryRequests = 5;

/** A conversation stays where it is warm while the score there is at least this part of the best: moving has its price. */
const loyalty = 0.9;

/**
 * First by chance, in proportion to shares blended of weights and live scores; behind the first by share. By chance,
 * because a flock that all goes to the best breaks it, and never learns of the others.
 */
export const dynamicScoreStrategy: Strategy = {
  weighsWarmth: true,
  order(candidates, signals, { dynamic_score: options }) {
    const placed = placeTargets(rateTargets(candidates, signals, options), options);
    const front = placed.filter(({ place }) => place === 'front');
    const first = findLoyal(front, signals) ?? findUnknown(front, signals, options) ?? drawOne(front, signals);
    const order = placed.map(({ rated }) => rated.target);
    return {
      targets: first === undefined ? order : [first, ...order.filter((target) => target !== first)],
      scores: scoresOf(placed),
      isColdStart: placed.every(({ rated }) => isUnknown(rated, options)),
    };
  },
};

/** The warm target, unless another scores clearly better. */
function findLoyal(front: readonly Placed[], { warmTarget }: Signals): Target | undefined {
  if (warmTarget === undefined) return undefined;
  const warm = front.find(({ rated }) => rated.target.id === warmTarget)?.rated;
  const best = Math.max(...front.map(({ rated }) => rated.live ?? 0));
  return warm?.live === undefined || warm.live >= loyalty * best ? warm?.target : undefined;
}

/** Whom to explore, if that is how a cold start is to end. */
function findUnknown(front: readonly Placed[], signals: Signals, options: DynamicScoreOptions): Target | undefined {
  if (options.cold_start_policy !== 'explore') return undefined;
  const unknown = front.filter(({ rated }) => isUnknown(rated, options)).map(({ rated }) => rated.target);
  return toExplore(unknown, signals, unknown.length === front.length ? 1 : exploreEveryRequests);
}

function drawOne(front: readonly Placed[], { rng }: Signals): Target | undefined {
  const index = draw(
    front.map(({ share }) => share),
    rng,
  );
  return index === undefined ? undefined : front[index]?.rated.target;
}

/** The final score is the share of first places: who stands behind others has none. */
function scoresOf(placed: readonly Placed[]): NonNullable<Ordered['scores']> {
  const scores = new Map<string, TermScore>();
  for (const { rated, place, share } of placed) {
    const { target, live, term, observationCount, isOverThreshold, parts } = rated;
    const final = place === 'front' ? share : 0;
    scores.set(target.id, { kind: 'term', final, live, term, observationCount, isOverThreshold, parts });
  }
  return scores;
}
