import type { Candidate } from './candidate.js';
import type { Trip } from './journey-state.js';
import type { NobodyFree } from './reserve-turn.js';
import { shapedUpstream } from './shape-evidence.js';

/** The plan has come to its end: the bucket that will have room first is named. */
export function noteNobodyFree(trip: Trip, nobodyFree: NobodyFree | undefined, attemptNumber: number): void {
  if (nobodyFree === undefined) return;
  const { bucket, retryAfterMs } = nobodyFree;
  trip.evidence.noteUpstream({ decision: 'rejected', attemptNumber, bucket, retryAfterMs });
}

/** Where nothing is shaped and nothing pauses, a yes is no evidence. */
export function noteAdmitted(
  trip: Trip,
  candidate: Candidate,
  turn: { readonly attemptNumber: number; readonly probe: boolean },
): void {
  const shaped = candidate.target.shapes.length > 0 || candidate.credential.shape !== undefined;
  if (!shaped && !turn.probe) return;
  trip.evidence.noteUpstream({ decision: 'admitted', ...turn, upstream: shapedUpstream(candidate) });
}
