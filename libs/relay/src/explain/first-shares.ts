import { setImmediate } from 'node:timers/promises';
import type { Observations, Observed, Target } from '@smart-router/core';
import { isPolicy } from '@smart-router/routing';
import { orderByStrategy, type DecisionQuestion } from '../decide/decide.js';
import { preferHome } from '../state/prefer-home.js';

/** How often each target would be first, counted over so many draws. */
export interface FirstShares {
  readonly drawCount: number;
  /** By target id, 0 to 1; who is never first is left out. */
  readonly shares: ReadonlyMap<string, number>;
}

/** To a tenth of a percent. */
const mostDraws = 1000;

/** To a percent, where there are many targets: an order of them costs more, and nobody is to hold up others by asking why. */
const leastDraws = 100;

/** Targets put in order for one explanation. */
const mostPlaces = 20_000;

/** Between so many of them the requests of others have their turn. */
const placesAtOnce = 500;

/** Successive multiples of it leave no gap in 0 to 1 for long. */
const goldenShare = 0.618_033_988_749_895;

/**
 * How often each target would be first, by ordering them again with draws that are spread evenly. `undefined` where nothing
 * is left to chance: strategies that draw nothing, and policies, whose own word counts.
 */
export async function firstShares(
  question: DecisionQuestion,
  candidates: readonly Target[],
): Promise<FirstShares | undefined> {
  const { strategy } = question.group.routing;
  if (isPolicy(strategy) || candidates.length === 0) return undefined;
  const drawCount = drawsOver(candidates.length);
  const drawsAtOnce = Math.max(1, Math.floor(placesAtOnce / candidates.length));
  const observations = readOnce(question.signals.observations);
  const counts = new Map<string, number>();
  for (let index = 0; index < drawCount; index += 1) {
    if (index % drawsAtOnce === drawsAtOnce - 1) await setImmediate();
    const rng = evenDraws((index + 0.5) / drawCount);
    const { ordered, draw } = orderByStrategy(
      { ...question, signals: { ...question.signals, observations, rng } },
      strategy,
      candidates,
    );
    if (draw === undefined) return undefined;
    const first = preferHome(ordered.targets, question.state)[0]?.id;
    if (first !== undefined) counts.set(first, (counts.get(first) ?? 0) + 1);
  }
  return { drawCount, shares: new Map([...counts].map(([id, count]) => [id, count / drawCount])) };
}

function drawsOver(targetCount: number): number {
  return Math.max(leastDraws, Math.min(mostDraws, Math.floor(mostPlaces / targetCount)));
}

/** The first number as it is given, and further ones that follow from it. */
function evenDraws(first: number): () => number {
  let next = first;
  return () => {
    const number = next;
    next = (next + goldenShare) % 1;
    return number;
  };
}

/** Summing up is most of the work, and the sums are the same for every draw. */
function readOnce(observations: Observations): Observations {
  const known = new Map<string, Observed | undefined>();
  return {
    of(targetId, windowMs, nowMs) {
      const key = `${windowMs} ${targetId}`;
      if (!known.has(key)) known.set(key, observations.of(targetId, windowMs, nowMs));
      return known.get(key);
    },
  };
}
