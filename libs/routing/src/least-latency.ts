import type { Observed, Target } from '@smart-router/core';
import { draw } from './draw.js';
import { splitStandby } from './standby.js';
import { steep } from './steep.js';
import type { Signals, Strategy } from './strategy.js';
import { byTurns, toExplore } from './turns.js';

/** How far back it looks: what failed or was slow longer ago than this is forgotten, and tried again. */
const windowMs = 600_000;

/** Of a target with fewer observations than this too little is known, */
const minObservations = 10;

/** and all such targets together are tried with one request in so many. */
const exploreEveryRequests = 10;

/** From so many observations on a target has its full share. */
const trustedObservations = 50;

/**
 * The fast by chance more often than the slow, and behind the first the fastest. The measure is how long a caller waits
 * for a served answer (`expectedWaitMs`). By chance, because a flock that all runs to the fastest makes it the slowest.
 */
export const leastLatencyStrategy: Strategy = {
  order(candidates, signals) {
    const { serving, standby } = splitStandby(candidates);
    const runners = serving.map((target) => runnerOf(target, signals));
    const first = chooseFirst(runners, signals);
    const behind = fastestFirst(runners).filter((target) => target !== first);
    return { targets: [...(first === undefined ? [] : [first]), ...behind, ...standby] };
  },
};

interface Runner {
  readonly target: Target;
  readonly count: number;
  /** `Infinity` when nothing was served; `undefined` when too little is known. */
  readonly waitMs: number | undefined;
}

function runnerOf(target: Target, { observations, nowMs }: Signals): Runner {
  const observed = observations.of(target.id, windowMs, nowMs);
  const isKnown = observed !== undefined && observed.count >= minObservations;
  return { target, count: observed?.count ?? 0, waitMs: isKnown ? expectedWaitMs(observed) : undefined };
}

/**
 * The median time to a whole answer, and for every try that fails the time of a slow answer more: so many tries fail
 * before one serves. The median, because one long answer does not move it; the whole answer, because all targets of a
 * group are asked the same mix of questions.
 */
function expectedWaitMs({ errorRate, latencyP50Ms, latencyP95Ms }: Observed): number | undefined {
  if (latencyP50Ms === undefined) return errorRate > 0 ? Infinity : undefined;
  if (errorRate >= 1) return Infinity;
  return latencyP50Ms + (errorRate / (1 - errorRate)) * (latencyP95Ms ?? latencyP50Ms);
}

function chooseFirst(runners: readonly Runner[], signals: Signals): Target | undefined {
  const known = runners.filter(({ waitMs }) => waitMs !== undefined);
  const unknown = runners.filter(({ waitMs }) => waitMs === undefined).map(({ target }) => target);
  const shares = sharesOf(known);
  const explored = toExplore(unknown, signals, shares.some((share) => share > 0) ? exploreEveryRequests : 1);
  if (explored !== undefined) return explored;
  const index = draw(shares, signals.rng);
  if (index !== undefined) return known[index]?.target;
  // Nobody known serves: whoever was not tried for longest may serve again.
  return byTurns(
    runners.map(({ target }) => target),
    signals,
  )[0];
}

/**
 * In proportion to weight and speed: twice as slow has a sixteenth, a tenth slower still has two thirds. Of whom little
 * is known starts slowly.
 */
function sharesOf(runners: readonly Runner[]): readonly number[] {
  const fastest = Math.min(...runners.map(({ waitMs }) => waitMs ?? Infinity));
  return runners.map(({ target, count, waitMs = Infinity }) => {
    if (waitMs === Infinity) return 0;
    const trust = Math.min(1, Math.sqrt(count / trustedObservations));
    return target.weight * trust * steep((fastest + 1) / (waitMs + 1)); // one millisecond more: none may be 0
  });
}

/** By expected wait; behind those known to serve come the unknown, and last who served nothing. */
function fastestFirst(runners: readonly Runner[]): readonly Target[] {
  const rank = ({ waitMs }: Runner): number => (waitMs === undefined ? Number.MAX_VALUE : waitMs);
  // Infinity − Infinity is no number: both served nothing.
  return [...runners].sort((one, other) => rank(one) - rank(other) || 0).map(({ target }) => target);
}
