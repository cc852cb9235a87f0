import type { Skip } from '@smart-router/traffic-shaping';
import type { Candidate } from './candidate.js';
import type { Trip } from './journey-state.js';
import { shapedUpstream } from './shape-evidence.js';

/** Who was passed over and for how long, when nobody of a plan is free. */
interface NobodyFree {
  readonly skipped?: readonly Skip[];
  readonly retryAfterMs?: number | undefined;
}

/** The plan has come to its end: the bucket that will have room first is named. */
export function noteNobodyFree(trip: Trip, { skipped, retryAfterMs }: NobodyFree, attemptNumber: number): void {
  if (skipped === undefined) return;
  const first = skipped.find((skip) => skip.retryAfterMs === retryAfterMs);
  trip.evidence.noteUpstream({ decision: 'rejected', attemptNumber, bucket: first?.bucket, retryAfterMs });
}

/** Where nothing is shaped and nothing pauses, a yes is no evidence. */
export function noteAdmitted(
  trip: Trip,
  candidate: Candidate,
  turn: { readonly attemptNumber: number; readonly probe: boolean },
): void {
  if (candidate.target.shapes.length === 0 && !turn.probe) return;
  trip.evidence.noteUpstream({ decision: 'admitted', ...turn, upstream: shapedUpstream(candidate) });
}
