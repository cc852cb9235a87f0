import type {
  AttemptRecord,
  Caller,
  CandidateRecord,
  CostBasis,
  DecisionRecord,
  DialectName,
  Prices,
  TokenCounts,
} from '@smart-router/core';

/** A request as the ledger tells it to a rehearsal: what it was like, how it was decided, and what came of it. */
export interface StoredRequest {
  readonly requestId: string;
  /** Whether it is in the share that was asked for. */
  readonly isInShare: boolean;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly caller: Pick<Caller, 'tokenId' | 'keyId' | 'organization' | 'user' | 'project' | 'environment'>;
  readonly dialect: DialectName;
  readonly requestedModel: string | undefined;
  readonly group: string | undefined;
  readonly stream: boolean;
  readonly status: number;
  readonly errorType: string | undefined;
  /** That served it, or was asked last. */
  readonly target: string | undefined;
  /** Its model. */
  readonly model: string | undefined;
  readonly latencyMs: number;
  readonly requestBytes: number;
  readonly estimatedInputTokens: number;
  readonly toolCount: number;
  readonly imageCount: number;
  readonly tokens: TokenCounts;
  readonly costNanoUsd: bigint | undefined;
  readonly costBasis: CostBasis;
  readonly serviceTier: string | undefined;
  /** Those it was billed by. */
  readonly prices: Prices | undefined;
  /** `undefined` when it never came to a choice of targets, or its shape was not kept. */
  readonly decision: StoredDecision | undefined;
  readonly attempts: readonly StoredAttempt[];
  /** In the configured order. */
  readonly candidates: readonly StoredCandidate[];
}

/** How its targets were chosen, and what it was like. */
export type StoredDecision = Pick<
  DecisionRecord,
  'strategy' | 'selectedTarget' | 'outputCapTokens' | 'toolSchemaBytes' | 'drawPerMillion' | 'shape'
>;

/** One call at a provider. */
export type StoredAttempt = Pick<AttemptRecord, 'target' | 'startedAt' | 'durationMs' | 'firstTokenMs' | 'errorClass'>;

/** A target that was looked at. */
export type StoredCandidate = Pick<CandidateRecord, 'target' | 'reasons' | 'place'>;

/** Which requests to read: those that started in the range, `until` excluded. */
export interface StoredRange {
  readonly since: number;
  readonly until: number;
  /** Names of groups; all when left out. */
  readonly groups?: readonly string[];
  /** A share of them, the same ones whenever it is asked; 1 when left out. */
  readonly share?: number;
  /** Whether those outside the share are read as well; left out when absent. */
  readonly others?: 'read' | 'left-out';
}
