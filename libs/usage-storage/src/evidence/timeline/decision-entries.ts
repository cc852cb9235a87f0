import type { EvidenceCandidate, EvidenceDecision, RequestStory } from '../request-evidence.js';
import { detailsOf, type TimelineDetail, type TimelineEntry } from './timeline-entry.js';

/** How the targets were chosen, and why others were not. */
export function decisionEntries({ request, decision, candidates }: RequestStory): readonly TimelineEntry[] {
  const { plannedMs } = request;
  if (decision === undefined || plannedMs === undefined) return [];
  const details = [...inputsOf(decision), ...candidates.flatMap(exclusionOf)];
  const tone = decision.eligibleCount === 0 ? 'bad' : 'neutral';
  return [{ atMs: plannedMs, kind: 'planned', tone, text: choiceOf(decision), details, attemptNumber: undefined }];
}

function choiceOf({ candidateCount, eligibleCount, selectedTarget, fallbackCount }: EvidenceDecision): string {
  if (selectedTarget === undefined) return `None of ${candidateCount} targets could serve it`;
  const behind = fallbackCount === 0 ? 'nobody behind it' : `${fallbackCount} behind it`;
  return `${eligibleCount} of ${candidateCount} targets could serve it: ${selectedTarget} first, ${behind}`;
}

function inputsOf(decision: EvidenceDecision): readonly TimelineDetail[] {
  const { strategy, needs, outputCapTokens, toolSchemaBytes, drawPerMillion } = decision;
  return detailsOf({
    strategy,
    needs: needs.length === 0 ? undefined : needs.join(', '),
    'output cap': outputCapTokens,
    'tool schema bytes': toolSchemaBytes,
    'bound to the issuer of its state': decision.isIssuerBound ? 'yes' : undefined,
    'who sealed its reasoning goes first': decision.prefersHome ? 'yes' : undefined,
    draw: drawPerMillion === undefined ? undefined : (drawPerMillion / 1_000_000).toFixed(6),
  });
}

function exclusionOf({ target, reasons }: EvidenceCandidate): readonly TimelineDetail[] {
  return reasons.length === 0 ? [] : [{ name: `not ${target}`, value: reasons.join(', ') }];
}
