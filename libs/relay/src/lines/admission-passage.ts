import {
  shareOfSecond,
  type AdmissionRequest,
  type AdmissionVerdict,
  type LimitSubject,
} from '@smart-router/traffic-shaping';
import type { ReadyTrip } from '../journey-state.js';
import type { LineScope } from './lines.js';
import { isOpen, type Passage, type Wait } from './pass-lines.js';

/**
 * The way through the limits of a caller and its owners. Who comes too fast for a smoothing rate waits where that rate
 * has a queue; all other limits refuse at once. Keys that share a line are served by turns.
 */
export function admissionPassage(trip: ReadyTrip, request: AdmissionRequest): Passage<AdmissionVerdict> {
  const { lines, ports } = trip.house;
  const waitFor = (subject: LimitSubject, heard: Wait['heard']): Wait | undefined => {
    const { shape, key } = subject;
    if (shape === undefined || !isOpen(shape.queue)) return undefined;
    // Subjects are labelled by these words alone.
    const name = { key, scope: subject.label as LineScope };
    const cost = shareOfSecond(shape, claimOf(request));
    return { name, rules: shape.queue, flow: trip.caller.keyId, weight: 1, cost, heard };
  };
  return {
    waitsFirst() {
      const busy = request.subjects.find(({ key, shape }) => isOpen(shape?.queue) && lines.isBusy(key));
      return busy && waitFor(busy, undefined);
    },
    ask: () => ports.limits.admit({ ...request, nowMs: ports.clock.now() }),
    note: ({ bucket, waitedMs }) => trip.evidence.noteCaller({ decision: 'queued', bucket, waitedMs }),
    hasRoom: ({ kind }) => kind === 'admitted',
    waitsAfter(verdict) {
      if (verdict.kind === 'admitted' || verdict.limit !== 'shape') return undefined;
      const subject = request.subjects.find(({ label }) => verdict.bucket.startsWith(`${label}.`));
      return subject && waitFor(subject, verdict);
    },
  };
}

/** What the rates count of a request. */
export function claimOf({ inputTokens, outputTokens }: Pick<AdmissionRequest, 'inputTokens' | 'outputTokens'>) {
  return { requests: 1, inputTokens, outputTokens, totalTokens: inputTokens + outputTokens } as const;
}
