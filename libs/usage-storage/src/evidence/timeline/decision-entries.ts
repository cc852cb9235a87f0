import type { AffinityOutcome } from '@smart-router/core';
import type { EvidenceCandidate, EvidenceDecision, RequestStory } from '../request-evidence.js';
import { requestWords } from './request-words.js';
import { scoreWords } from './score-words.js';
import { detailsOf, type TimelineDetail, type TimelineEntry } from './timeline-entry.js';

/** How the targets were chosen, and why others were not. */
export function decisionEntries({ request, decision, candidates }: RequestStory): readonly TimelineEntry[] {
  const { plannedMs } = request;
  if (decision === undefined || plannedMs === undefined) return [];
  const details = [...inputsOf(decision), ...candidates.flatMap(scoreOf), ...candidates.flatMap(exclusionOf)];
  const tone = decision.selectedTarget === undefined ? 'bad' : 'neutral';
  return [{ atMs: plannedMs, kind: 'planned', tone, text: choiceOf(decision), details, attemptNumber: undefined }];
}

function choiceOf({ candidateCount, eligibleCount, selectedTarget, fallbackCount }: EvidenceDecision): string {
  if (eligibleCount === 0) return `None of ${candidateCount} targets could serve it`;
  if (selectedTarget === undefined)
    return `${eligibleCount} of ${candidateCount} targets could serve it, and none was chosen`;
  const behind = fallbackCount === 0 ? 'nobody behind it' : `${fallbackCount} behind it`;
  return `${eligibleCount} of ${candidateCount} targets could serve it: ${selectedTarget} first, ${behind}`;
}

function inputsOf(decision: EvidenceDecision): readonly TimelineDetail[] {
  const { strategy, needs, outputCapTokens, toolSchemaBytes, drawPerMillion, affinity, isColdStart } = decision;
  return detailsOf({
    strategy,
    needs: needs.length === 0 ? undefined : needs.join(', '),
    asks: requestWords(decision.shape),
    'output cap': outputCapTokens,
    'tool schema bytes': toolSchemaBytes,
    'bound to the issuer of its state': decision.isIssuerBound ? 'yes' : undefined,
    'who sealed its reasoning goes first': decision.prefersHome ? 'yes' : undefined,
    "the conversation's last target": affinity && (affinityWords[affinity] ?? affinity),
    'too little observed to score by': isColdStart === true ? 'yes' : undefined,
    draw: drawPerMillion === undefined ? undefined : (drawPerMillion / 1_000_000).toFixed(6),
  });
}

const affinityWords: Readonly<Record<string, string>> = {
  hit: 'first again',
  miss: 'not known',
  ineligible: 'may not serve this request',
  overruled: 'behind another',
} satisfies Record<AffinityOutcome, string>;

function scoreOf({ target, score }: EvidenceCandidate): readonly TimelineDetail[] {
  return score === undefined ? [] : [{ name: `score of ${target}`, value: scoreWords(score) }];
}

function exclusionOf({ target, reasons }: EvidenceCandidate): readonly TimelineDetail[] {
  return reasons.length === 0 ? [] : [{ name: `not ${target}`, value: reasons.join(', ') }];
}
