import type { RequestStory } from './request-evidence.js';

/** The parts of a request's evidence. */
export type EvidenceSection =
  'usage' | 'attempts' | 'decision' | 'candidates' | 'error' | 'caller-shaping' | 'upstream-shaping' | 'steps';

/** Whether a part is there; `missing` is one that was there and is no more, for what retention keeps shorter. */
export type SectionState = 'present' | 'not-applicable' | 'missing';

/** How complete the evidence is: `complete` lacks nothing, `minimal` has the row and nothing else of what there was. */
export interface EvidenceSections {
  readonly states: Readonly<Record<EvidenceSection, SectionState>>;
  readonly completeness: 'complete' | 'partial' | 'minimal';
}

/** The most candidates that are kept of a request. */
const maxCandidates = 64;

/** What of a story is there, by what its row says there should be. */
export function sectionsOf(story: RequestStory): EvidenceSections {
  const { request, decision } = story;
  const wasPlanned = request.plannedMs !== undefined;
  const states: EvidenceSections['states'] = {
    usage: 'present',
    attempts: stateOf(story.attempts.length, request.attemptCount),
    decision: stateOf(decision === undefined ? 0 : 1, wasPlanned ? 1 : 0),
    candidates: stateOf(
      story.candidates.length,
      Math.min(maxCandidates, decision?.candidateCount ?? (wasPlanned ? 1 : 0)),
    ),
    error: stateOf(story.error === undefined ? 0 : 1, request.errorType === undefined ? 0 : 1),
    'caller-shaping': stateOf(story.callerShapeEvents.length, request.callerShapeEventCount),
    'upstream-shaping': stateOf(story.upstreamShapeEvents.length, request.upstreamShapeEventCount),
    steps: stateOf(story.steps.length, request.traceEventCount),
  };
  return { states, completeness: completenessOf(states) };
}

function stateOf(found: number, expected = 0): SectionState {
  if (found < expected) return 'missing';
  return found === 0 ? 'not-applicable' : 'present';
}

function completenessOf({ usage: _, ...rest }: EvidenceSections['states']): EvidenceSections['completeness'] {
  const states = Object.values(rest);
  if (!states.includes('missing')) return 'complete';
  return states.includes('present') ? 'partial' : 'minimal';
}
