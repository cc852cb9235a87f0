import type { UpstreamClass } from '@smart-router/core';
import type { BackoffChange } from '@smart-router/traffic-shaping';
import type { Candidate } from './candidate.js';
import type { Trip } from './journey-state.js';
import { shapedUpstream } from './shape-evidence.js';

/** Whose outcome it was. */
interface Cause {
  readonly number: number;
  readonly candidate: Candidate;
  readonly errorClass: UpstreamClass | undefined;
}

/** A pause began or ended: the ledger keeps it with the request that did it, and the observer hears of it at once. */
export function noteBackoff(
  trip: Trip,
  { number, candidate, errorClass }: Cause,
  changes: readonly BackoffChange[],
): void {
  const upstream = shapedUpstream(candidate);
  for (const { kind, bucket, pauseMs } of changes) {
    trip.evidence.noteUpstream({
      decision: kind === 'started' ? 'cooldown_started' : 'cooldown_ended',
      attemptNumber: number,
      ...{ bucket, upstream, errorClass, retryAfterMs: kind === 'started' ? pauseMs : undefined },
    });
    trip.house.ports.observe?.({
      kind: 'backoff-changed',
      requestId: trip.requestId,
      change: kind,
      pauseMs,
      bucket,
      upstream,
      errorClass,
    });
  }
}
