import type { RequestStory } from './request-evidence.js';
import { attemptEntries } from './timeline/attempt-entries.js';
import { decisionEntries } from './timeline/decision-entries.js';
import { policyEntries } from './timeline/policy-entries.js';
import { callerShapeEntries, upstreamShapeEntries } from './timeline/shape-entries.js';
import { stepEntries } from './timeline/step-entries.js';
import { arrivalEntries, endEntries } from './timeline/request-entries.js';
import type { TimelineEntry } from './timeline/timeline-entry.js';

/** Told in this order where they happened at the same moment. */
const tellers: readonly ((story: RequestStory) => readonly TimelineEntry[])[] = [
  arrivalEntries,
  callerShapeEntries,
  policyEntries,
  decisionEntries,
  upstreamShapeEntries,
  attemptEntries,
  stepEntries,
  endEntries,
];

/** What happened to a request, in the order of time. Pure: the same story gives the same timeline. */
export function timelineOf(story: RequestStory): readonly TimelineEntry[] {
  return tellers.flatMap((tell) => tell(story)).sort((one, other) => one.atMs - other.atMs);
}
