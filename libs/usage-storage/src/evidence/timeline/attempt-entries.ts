import type { EvidenceAttempt, RequestStory } from '../request-evidence.js';
import { detailsOf, milliseconds, type TimelineEntry } from './timeline-entry.js';

/** Each attempt from its beginning to its end. */
export function attemptEntries({ request, attempts }: RequestStory): readonly TimelineEntry[] {
  return attempts.flatMap((attempt) => {
    if (attempt.startedAt === undefined) return [];
    const atMs = attempt.startedAt - request.startedAt;
    const { durationMs } = attempt;
    return [startOf(attempt, atMs), ...(durationMs === undefined ? [] : [endOf(attempt, atMs + durationMs)])];
  });
}

function startOf(attempt: EvidenceAttempt, atMs: number): TimelineEntry {
  const { number, provider, model, dialect, credentialId, requestBytes } = attempt;
  return {
    ...{ atMs, kind: 'attempt-started', tone: 'neutral', attemptNumber: number },
    text: `Attempt ${number} asked ${attempt.target ?? 'a target'}`,
    details: detailsOf({ provider, model, dialect, credential: credentialId, bytes: requestBytes }),
  };
}

function endOf(attempt: EvidenceAttempt, atMs: number): TimelineEntry {
  const { number, errorClass } = attempt;
  return {
    ...{ atMs, kind: 'attempt-ended', tone: errorClass === undefined ? 'good' : 'bad', attemptNumber: number },
    text: errorClass === undefined ? `Attempt ${number} gave the answer` : `Attempt ${number} failed: ${errorClass}`,
    details: detailsOf({
      status: attempt.upstreamStatus,
      'limit that ran out': attempt.timeoutPhase,
      'connected after': milliseconds(attempt.connectedMs),
      'first byte after': milliseconds(attempt.firstByteMs),
      'first token after': milliseconds(attempt.firstTokenMs),
      bytes: attempt.responseBytes,
      'a part of it reached the caller': errorClass !== undefined && attempt.isKept === true ? 'yes' : undefined,
      'retry after': milliseconds(attempt.retryAfterMs),
      'named upstream': attempt.upstreamRequestId,
    }),
  };
}
