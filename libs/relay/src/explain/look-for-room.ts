import type { Target } from '@smart-router/core';
import type { Skip } from '@smart-router/traffic-shaping';
import { reservationCandidate } from '../candidate.js';
import type { ReadyTrip } from '../journey-state.js';
import type { Held } from './explanation.js';

/** As many as an attempt reserves among. */
const maxCandidates = 32;

/**
 * Which targets of a plan would be passed over if they were asked now, by target id: those with no credential that has
 * room. It takes nothing. `undefined` when that cannot be known now.
 */
export async function lookForRoom(
  trip: ReadyTrip,
  plan: readonly Target[],
): Promise<ReadonlyMap<string, Held> | undefined> {
  const candidates = plan
    .flatMap((target) =>
      target.endpoint.credentials
        .filter(({ disabled }) => !disabled)
        .map((credential) => ({ target, ...reservationCandidate({ target, credential }) })),
    )
    .slice(0, maxCandidates);
  const { limits } = trip.house.ports;
  const amounts = { inputTokens: trip.ask.facts.estimatedInputTokens, outputTokens: trip.outputReservation };
  const skips = await limits.look({ candidates, ...amounts, nowMs: undefined }).catch(() => undefined);
  return (
    skips &&
    heldTargets(
      candidates.map(({ target }) => target),
      skips,
    )
  );
}

function heldTargets(looked: readonly Target[], skips: readonly Skip[]): ReadonlyMap<string, Held> {
  return new Map(
    [...new Set(looked)].flatMap((target) => {
      const own = skips.filter(({ index }) => looked[index] === target);
      const isFree = own.length < looked.filter((each) => each === target).length;
      return isFree ? [] : [[target.id, heldBy(own)] as const];
    }),
  );
}

function heldBy(skips: readonly Skip[]): Held {
  const waits = skips.flatMap(({ retryAfterMs }) => retryAfterMs ?? []);
  return {
    reasons: [...new Set(skips.map(({ reason }) => reason))],
    buckets: [...new Set(skips.map(({ bucket }) => bucket))],
    retryAfterMs: waits.length === 0 ? undefined : Math.min(...waits),
  };
}
