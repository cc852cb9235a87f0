import type { Observed, Target, WaitScore } from '@smart-router/core';
import { draw } from './draw.js';
import { splitStandby } from './standby.js';
import { steep } from './steep.js';
import type { Ordered, Signals, Strategy } from './strategy.js';
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
    if (serving.length === 0) return { targets: standby };
    const runners = timeTargets(serving, signals);
    const first = chooseFirst(runners, signals);
    const behind = fastestFirst(runners).filter((target) => target !== first);
    return {
      targets: [...(first === undefined ? [] : [first]), ...behind, ...standby],
      scores: scoresOf(runners),
      isColdStart: runners.every(({ waitMs }) => waitMs === undefined),
    };
  },
};

interface Runner {
  readonly target: Target;
  readonly count: number;
  /** `Infinity` when nothing was served; `undefined` when too little is known. */
  readonly waitMs: number | undefined;
  /** The shortest wait beside its own; 0 when nothing was served. */
  readonly speed: number | undefined;
  /** Its share is this part of the sum. */
  readonly pull: number;
}

/**
 * Shares are in proportion to weight and speed: twice as slow has a sixteenth, a tenth slower still has two thirds. Of whom
 * little is known starts slowly, and of whom too little is known has none.
 */
function timeTargets(targets: readonly Target[], { observations, nowMs }: Signals): readonly Runner[] {
  const seen = targets.map((target) => {
    const observed = observations.of(target.id, windowMs, nowMs);
    const isKnown = observed !== undefined && observed.count >= minObservations;
    return { target, count: observed?.count ?? 0, waitMs: isKnown ? expectedWaitMs(observed) : undefined };
  });
  const fastestMs = Math.min(...seen.map(({ waitMs }) => waitMs ?? Infinity));
  return seen.map(({ target, count, waitMs }) => {
    const speed = waitMs === undefined ? undefined : speedOf(waitMs, fastestMs);
    const trust = Math.min(1, Math.sqrt(count / trustedObservations));
    return { target, count, waitMs, speed, pull: target.weight * trust * steep(speed ?? 0) };
  });
}

function speedOf(waitMs: number, fastestMs: number): number {
  return waitMs === Infinity ? 0 : (fastestMs + 1) / (waitMs + 1); // one millisecond more: none may be 0
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
  const unknown = runners.filter(({ waitMs }) => waitMs === undefined).map(({ target }) => target);
  const pulls = runners.map(({ pull }) => pull);
  const explored = toExplore(unknown, signals, pulls.some((pull) => pull > 0) ? exploreEveryRequests : 1);
  if (explored !== undefined) return explored;
  const index = draw(pulls, signals.rng);
  if (index !== undefined) return runners[index]?.target;
  // Nobody known serves: whoever was not tried for longest may serve again.
  return byTurns(
    runners.map(({ target }) => target),
    signals,
  )[0];
}

/** By expected wait; behind those known to serve come the unknown, and last who served nothing. */
function fastestFirst(runners: readonly Runner[]): readonly Target[] {
  const rank = ({ waitMs }: Runner): number => (waitMs === undefined ? Number.MAX_VALUE : waitMs);
  // Infinity − Infinity is no number: both served nothing.
  return [...runners].sort((one, other) => rank(one) - rank(other) || 0).map(({ target }) => target);
}

function scoresOf(runners: readonly Runner[]): NonNullable<Ordered['scores']> {
  let all = 0;
  for (const { pull } of runners) all += pull;
  const scores = new Map<string, WaitScore>();
  for (const { target, count, waitMs, speed, pull } of runners) {
    const final = all > 0 ? pull / all : 0;
    const finiteMs = waitMs === Infinity ? undefined : waitMs;
    scores.set(target.id, { kind: 'wait', final, speed, waitMs: finiteMs, observationCount: count });
  }
  return scores;
}
