import type { CostBasis, Prices, RequestShape, TargetScore, TokenCounts } from '@smart-router/core';
import type { EvidenceSections } from './sections-of.js';
import type { TimelineEntry } from './timeline/timeline-entry.js';

/**
 * Everything the ledger knows of one request. Times are milliseconds since the epoch where they end in `At`, and after the
 * request arrived where they end in `Ms`. `undefined` is unknown or not applicable, never zero.
 */
export interface RequestStory {
  readonly request: EvidenceRequest;
  readonly error: EvidenceError | undefined;
  readonly decision: EvidenceDecision | undefined;
  readonly candidates: readonly EvidenceCandidate[];
  readonly attempts: readonly EvidenceAttempt[];
  readonly callerShapeEvents: readonly EvidenceShape[];
  readonly upstreamShapeEvents: readonly EvidenceUpstreamShape[];
  readonly steps: readonly EvidenceStep[];
}

/** The story of a request, how complete it is, and its steps in the order of time. */
export interface RequestEvidence extends RequestStory {
  readonly sections: EvidenceSections;
  readonly timeline: readonly TimelineEntry[];
}

/** The row of a request. */
export interface EvidenceRequest {
  readonly requestId: string;
  readonly startedAt: number;
  readonly tokenId: string;
  readonly keyId: string;
  readonly organization: string;
  readonly user: string;
  readonly project: string;
  readonly environment: string;
  readonly clientRequestId: string | undefined;
  readonly client: string | undefined;
  readonly dialect: string;
  readonly requestedModel: string | undefined;
  readonly group: string | undefined;
  readonly target: string | undefined;
  readonly provider: string | undefined;
  readonly model: string | undefined;
  readonly targetDialect: string | undefined;
  readonly stream: boolean;
  readonly status: number;
  readonly onDisconnect: string | undefined;
  readonly errorType: string | undefined;
  readonly errorClass: string | undefined;
  readonly finish: string | undefined;
  readonly latencyMs: number;
  readonly firstTokenMs: number | undefined;
  readonly bodyReadMs: number | undefined;
  readonly admittedMs: number | undefined;
  readonly plannedMs: number | undefined;
  readonly attemptCount: number;
  readonly fallbackUsed: boolean;
  readonly tokens: TokenCounts;
  readonly estimatedInputTokens: number | undefined;
  readonly reservedOutputTokens: number | undefined;
  readonly countedTokens: number | undefined;
  readonly countedCostNanoUsd: bigint | undefined;
  readonly costNanoUsd: bigint | undefined;
  readonly costBasis: CostBasis;
  readonly upstreamCostNanoUsd: bigint | undefined;
  readonly serviceTier: string | undefined;
  /** As they were frozen on the row; empty when nothing was priced. */
  readonly prices: Prices;
  readonly requestBytes: number | undefined;
  readonly toolCount: number | undefined;
  readonly imageCount: number | undefined;
  /** What a translation dropped or changed, as one text. */
  readonly notes: string | undefined;
  readonly catalogHash: string | undefined;
  readonly writerId: string;
  readonly writerSeq: bigint;
  /** How many events were stored with the row; unknown for none, and for rows from before they were counted. */
  readonly callerShapeEventCount: number | undefined;
  readonly upstreamShapeEventCount: number | undefined;
  readonly traceEventCount: number | undefined;
}

/** That a request was refused or failed stands in a table of its own. */
export interface EvidenceError {
  readonly status: number;
  readonly errorType: string;
  readonly errorClass: string | undefined;
}

/** How the targets of a request were chosen. */
export interface EvidenceDecision {
  readonly strategy: string;
  readonly candidateCount: number;
  readonly eligibleCount: number;
  readonly selectedTarget: string | undefined;
  readonly fallbackCount: number;
  readonly needs: readonly string[];
  readonly outputCapTokens: number | undefined;
  readonly toolSchemaBytes: number | undefined;
  readonly isIssuerBound: boolean;
  readonly prefersHome: boolean;
  /** In millionths. */
  readonly drawPerMillion: number | undefined;
  /** A word of core's `AffinityOutcome`; `undefined` where no preference was kept. */
  readonly affinity: string | undefined;
  /** `undefined` where nothing was scored. */
  readonly isColdStart: boolean | undefined;
  /** `undefined` where the strategy was no policy. */
  readonly policy: EvidencePolicy | undefined;
  /** `undefined` of a request from before shapes were kept. */
  readonly shape: RequestShape | undefined;
}

/** What became of asking the policy of the group; the words are those of core's `PolicyRecord`. */
export interface EvidencePolicy {
  readonly kind: string;
  readonly version: string | undefined;
  readonly outcome: string;
  readonly durationMs: number | undefined;
  readonly error: string | undefined;
  readonly choice: string | undefined;
  readonly classLabel: string | undefined;
}

/** A target among which was chosen. */
export interface EvidenceCandidate {
  readonly number: number;
  readonly target: string;
  readonly provider: string;
  readonly model: string;
  readonly dialect: string;
  readonly weight: number | undefined;
  /** Why it could not serve; empty when it could. */
  readonly reasons: readonly string[];
  /** Its place in the plan, 1 for the first. */
  readonly place: number | undefined;
  readonly lostFieldCount: number | undefined;
  /** Its shares to a millionth; `undefined` where nothing was scored. */
  readonly score: TargetScore | undefined;
}

/** One call at a provider; its own times count from `startedAt`. */
export interface EvidenceAttempt {
  readonly number: number;
  readonly startedAt: number | undefined;
  readonly target: string | undefined;
  readonly provider: string | undefined;
  readonly model: string | undefined;
  readonly dialect: string | undefined;
  readonly credentialId: string | undefined;
  readonly durationMs: number | undefined;
  readonly connectedMs: number | undefined;
  readonly firstByteMs: number | undefined;
  readonly firstTokenMs: number | undefined;
  readonly upstreamStatus: number | undefined;
  readonly upstreamRequestId: string | undefined;
  /** `undefined` when it served the request. */
  readonly errorClass: string | undefined;
  readonly retryAfterMs: number | undefined;
  readonly timeoutPhase: string | undefined;
  /** Whether any of its answer was for the caller. */
  readonly isKept: boolean | undefined;
  readonly requestBytes: number | undefined;
  readonly responseBytes: number | undefined;
}

/** A decision of limits and shaping. */
export interface EvidenceShape {
  readonly number: number;
  readonly happenedAt: number;
  readonly decision: string;
  readonly scope: string | undefined;
  readonly bucket: string | undefined;
  readonly retryAfterMs: number | undefined;
  readonly queueWaitMs: number | undefined;
}

/** A decision of the shaping and backoff of an upstream. */
export interface EvidenceUpstreamShape extends EvidenceShape {
  readonly attemptNumber: number;
  readonly target: string | undefined;
  readonly provider: string | undefined;
  readonly model: string | undefined;
  readonly dialect: string | undefined;
  readonly credentialId: string | undefined;
  readonly errorClass: string | undefined;
  readonly isProbe: boolean;
}

/** A step that no other row tells. */
export interface EvidenceStep {
  readonly number: number;
  /** A word of core's `TraceEventName`. */
  readonly event: string;
  readonly atMs: number;
  readonly attemptNumber: number | undefined;
  readonly waitedMs: number | undefined;
}
