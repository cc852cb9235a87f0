import type { EvidenceShape, EvidenceUpstreamShape, RequestStory } from '../request-evidence.js';
import { detailsOf, milliseconds, type TimelineEntry } from './timeline-entry.js';

/** What the limits and shaping of the caller decided. */
export function callerShapeEntries({ request, callerShapeEvents }: RequestStory): readonly TimelineEntry[] {
  return callerShapeEvents.map((event) => ({
    atMs: event.happenedAt - request.startedAt,
    kind: 'limits',
    tone: event.decision === 'rejected' ? 'bad' : 'neutral',
    text: callerWords[event.decision]?.(event.bucket ?? 'a limit') ?? event.decision,
    details: detailsOf({ 'retry after': milliseconds(event.retryAfterMs), waited: milliseconds(event.queueWaitMs) }),
    attemptNumber: undefined,
  }));
}

/** What the shaping and backoff of upstreams decided. */
export function upstreamShapeEntries({ request, upstreamShapeEvents }: RequestStory): readonly TimelineEntry[] {
  return upstreamShapeEvents.map((event) => ({
    atMs: event.happenedAt - request.startedAt,
    kind: 'shaping',
    tone: tones[event.decision] ?? 'neutral',
    text: upstreamWords[event.decision]?.(event) ?? event.decision,
    details: detailsOf({
      'retry after': milliseconds(event.retryAfterMs),
      waited: milliseconds(event.queueWaitMs),
      class: event.errorClass,
      credential: event.credentialId,
      probe: event.isProbe ? 'yes' : undefined,
    }),
    attemptNumber: event.attemptNumber,
  }));
}

type Words<Of> = Readonly<Record<string, (of: Of) => string>>;

const callerWords: Words<string> = {
  admitted: () => 'All rates of the caller had room',
  queued: (bucket) => `Its wait for ${bucket} was over`,
  rejected: (bucket) => `${bucket} was reached`,
};

const upstreamWords: Words<EvidenceUpstreamShape> = {
  admitted: (event) => `${targetOf(event)} had room`,
  skipped: (event) => `${targetOf(event)} was passed over: ${bucketOf(event)}`,
  queued: (event) => `Its wait for ${bucketOf(event)} was over`,
  rejected: (event) => `Nobody left in the plan had room: ${bucketOf(event)}`,
  cooldown_started: (event) => `A pause of ${targetOf(event)} began: ${bucketOf(event)}`,
  cooldown_ended: (event) => `The pause of ${targetOf(event)} ended: ${bucketOf(event)}`,
};

const tones: Readonly<Record<string, TimelineEntry['tone']>> = {
  rejected: 'bad',
  cooldown_started: 'bad',
  cooldown_ended: 'good',
};

function targetOf({ target }: EvidenceUpstreamShape): string {
  return target ?? 'a target';
}

function bucketOf({ bucket }: EvidenceShape): string {
  return bucket ?? 'a limit';
}
