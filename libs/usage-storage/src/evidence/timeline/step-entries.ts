import type { TraceEventName } from '@smart-router/core';
import type { RequestStory } from '../request-evidence.js';
import { detailsOf, milliseconds, type TimelineEntry } from './timeline-entry.js';

/** Steps that no other row tells. */
export function stepEntries({ steps }: RequestStory): readonly TimelineEntry[] {
  return steps.map(({ event, atMs, attemptNumber, waitedMs }) => ({
    ...{ atMs, kind: 'step', attemptNumber },
    tone: event === 'caller-left' ? 'bad' : 'neutral',
    text: textOf(event),
    details: detailsOf({ waited: milliseconds(waitedMs) }),
  }));
}

const texts: Readonly<Record<TraceEventName, string>> = {
  'stream-committed': 'Status and a comment left before there was an answer, so that the connection stayed open',
  'translation-refused': 'A target gave its turn back: the request could not be translated for it',
  'proofs-withheld': 'The target is asked again without the sealed reasoning it refused',
  'retry-waited': 'The wait before the next attempt was over',
  'turn-waited': 'The wait for its turn at the target was over',
  resumed: 'The attempt goes on from where another broke off',
  'caller-left': 'The caller closed its connection',
};

/** A word of a later version stands for itself. */
function textOf(event: string): string {
  // A key that is not there gives `undefined`, and is told by its name.
  return Object.hasOwn(texts, event) ? texts[event as TraceEventName] : event;
}
