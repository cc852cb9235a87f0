import { fault, type Fault } from '@smart-router/core';
import type { ReadyTrip } from './journey-state.js';
import { placeHintMs } from './place-hint.js';
import type { NobodyFree } from './reserve-turn.js';

/** Errors list this many targets at most. */
const maxListed = 20;

/** The fault of a request for which every fitting target is throttled or pausing: which is why, and when to come back. */
export function capacityFault(trip: ReadyTrip, none: NobodyFree | undefined): Fault {
  const name = trip.group.name;
  const { retryAfterMs, bucket, excluded = [], stay } = none ?? {};
  const stayed = stay === undefined ? '' : `; ${stay}`;
  const message = `every target of model group "${name}" that fits is throttled or pausing${stayed}`;
  return fault('upstream-capacity-throttled', message, {
    // Where all places are taken nobody knows.
    retryAfterMs: retryAfterMs ?? placeHintMs,
    details: {
      ...{ model: name, dialect: trip.dialect, attempts: 0 },
      ...(bucket === undefined ? {} : { bucket }),
      ...(excluded.length === 0 ? {} : { excluded: excluded.slice(0, maxListed) }),
    },
  });
}
