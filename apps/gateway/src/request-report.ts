import { timelineOf, usdText, type RequestEvidence, type TimelineEntry } from '@smart-router/usage-storage';
import { callerStory } from './caller-story.js';
import { reportCandidate, reportDecision } from './report-decision.js';

/**
 * What `GET /v1/requests/{id}` answers: what became of a request of the caller's own. Members are `null` where nothing is
 * known or nothing applies.
 *
 * @param targets whether targets go by their names or by their numbers, as the answers' headers do.
 */
export function requestReport(evidence: RequestEvidence, targets: 'named' | 'numbered'): unknown {
  const story = callerStory(evidence, targets);
  const { request } = story;
  return {
    ...{ object: 'request', id: request.requestId, started_at: new Date(request.startedAt).toISOString() },
    ...{ token_id: request.tokenId, client_request_id: request.clientRequestId ?? null },
    ...{ client: request.client ?? null, dialect: request.dialect, stream: request.stream },
    ...{ model: request.requestedModel ?? null, group: request.group ?? null, target: request.target ?? null },
    ...{ status: request.status, error: errorOf(request), finish: request.finish ?? null },
    ...{ fallback_used: request.fallbackUsed, notes: request.notes ?? null },
    timing: timingOf(request),
    tokens: tokensOf(request),
    cost: costOf(request),
    decision: story.decision === undefined ? null : reportDecision(story.decision),
    candidates: story.candidates.map(reportCandidate),
    attempts: story.attempts.map((attempt) => attemptOf(attempt, request.startedAt)),
    shaping: shapingOf(story),
    timeline: timelineOf(story).map(entryOf),
    evidence: { completeness: evidence.sections.completeness, sections: evidence.sections.states },
  };
}

type Request = RequestEvidence['request'];

function errorOf({ errorType, errorClass }: Request): unknown {
  return errorType === undefined ? null : { type: errorType, class: errorClass ?? null };
}

function timingOf(request: Request): unknown {
  return {
    latency_ms: request.latencyMs,
    body_read_ms: request.bodyReadMs ?? null,
    admitted_ms: request.admittedMs ?? null,
    planned_ms: request.plannedMs ?? null,
    first_token_ms: request.firstTokenMs ?? null,
  };
}

function tokensOf({ tokens, estimatedInputTokens, reservedOutputTokens }: Request): unknown {
  return {
    input: tokens.input ?? null,
    cached_input: tokens.cachedInput ?? null,
    cache_write_5m: tokens.cacheWrite5m ?? null,
    cache_write_1h: tokens.cacheWrite1h ?? null,
    image_input: tokens.imageInput ?? null,
    output: tokens.output ?? null,
    reasoning: tokens.reasoning ?? null,
    estimated_input: estimatedInputTokens ?? null,
    reserved_output: reservedOutputTokens ?? null,
  };
}

/** Dollars as text: JSON numbers would round them. */
function costOf({ costNanoUsd, costBasis, serviceTier }: Request): unknown {
  const usd = costNanoUsd === undefined ? null : usdText(costNanoUsd);
  return { usd, basis: costBasis, service_tier: serviceTier ?? null };
}

function attemptOf(attempt: RequestEvidence['attempts'][number], startedAt: number): unknown {
  return {
    number: attempt.number,
    target: attempt.target ?? null,
    started_ms: attempt.startedAt === undefined ? null : attempt.startedAt - startedAt,
    duration_ms: attempt.durationMs ?? null,
    connected_ms: attempt.connectedMs ?? null,
    first_byte_ms: attempt.firstByteMs ?? null,
    first_token_ms: attempt.firstTokenMs ?? null,
    upstream_status: attempt.upstreamStatus ?? null,
    error_class: attempt.errorClass ?? null,
    timeout_phase: attempt.timeoutPhase ?? null,
    retry_after_ms: attempt.retryAfterMs ?? null,
    kept: attempt.isKept ?? null,
  };
}

function shapingOf({ request, callerShapeEvents, upstreamShapeEvents }: RequestEvidenceParts): readonly unknown[] {
  const common = (event: RequestEvidence['callerShapeEvents'][number]) => ({
    at_ms: event.happenedAt - request.startedAt,
    decision: event.decision,
    bucket: event.bucket ?? null,
    retry_after_ms: event.retryAfterMs ?? null,
    queue_wait_ms: event.queueWaitMs ?? null,
  });
  return [
    ...callerShapeEvents.map((event) => ({ side: 'caller', ...common(event) })),
    ...upstreamShapeEvents.map((event) => ({
      ...{ side: 'upstream', ...common(event), attempt: event.attemptNumber, target: event.target ?? null },
      probe: event.isProbe,
    })),
  ];
}

type RequestEvidenceParts = Pick<RequestEvidence, 'request' | 'callerShapeEvents' | 'upstreamShapeEvents'>;

function entryOf({ atMs, kind, text, details, attemptNumber }: TimelineEntry): unknown {
  const said = Object.fromEntries(details.map(({ name, value }) => [name, value]));
  return { at_ms: atMs, kind, text, details: said, attempt: attemptNumber ?? null };
}
