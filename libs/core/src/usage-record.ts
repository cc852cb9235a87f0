import type { DialectName } from './dialect-name.js';
import type { CandidateRecord, DecisionRecord } from './decision-record.js';
import type { CostBasis, Prices } from './money.js';
import type { CallerShapeEvent, UpstreamShapeEvent } from './shape-event.js';
import type { TimeoutPhase } from './timeout-phase.js';
import type { TokenCounts } from './token-counts.js';
import type { TraceEvent } from './trace-event.js';
import type { UpstreamClass } from './upstream-class.js';

/** One call at a provider. Times are milliseconds since the epoch, durations milliseconds. */
export interface AttemptRecord {
  /** 1 for the first. */
  readonly number: number;
  readonly target: string;
  readonly provider: string;
  readonly model: string;
  readonly dialect: DialectName;
  readonly credentialId: string;
  readonly startedAt: number;
  readonly durationMs: number;
  /** When a connection was there and the request began to leave; `undefined` when there was none. */
  readonly connectedMs: number | undefined;
  readonly firstByteMs: number | undefined;
  readonly firstTokenMs: number | undefined;
  readonly upstreamStatus: number | undefined;
  /** The provider's own name of the call, bounded to 128 characters. */
  readonly upstreamRequestId: string | undefined;
  /** `undefined` when the attempt served the request. */
  readonly errorClass: UpstreamClass | undefined;
  readonly retryAfterMs: number | undefined;
  /** Present when the attempt ended because a limit of time ran out. */
  readonly timeoutPhase: TimeoutPhase | undefined;
  /** Whether any of its answer was for the caller: the last attempt that served, or one that broke off midway. */
  readonly isKept: boolean;
  /** Of the bodies, the answer's unpacked. */
  readonly requestBytes: number;
  readonly responseBytes: number;
}

/** What the limits of its caller counted of a request that was admitted. */
export interface CountedUsage {
  readonly admittedAt: number;
  /** Input and output; as it was reserved where the provider never told. */
  readonly tokens: number;
  readonly costNanoUsd: bigint;
}

/** Everything kept of one request: exactly one per request with a valid token. Scalars only, never text of users. */
export interface UsageRecord {
  readonly requestId: string;
  readonly startedAt: number;
  readonly durationMs: number;
  readonly firstTokenMs: number | undefined;
  /** When its body had been read, in milliseconds after it arrived; `undefined` when it never was. */
  readonly bodyReadMs: number | undefined;
  /** When its targets were chosen, likewise. */
  readonly plannedMs: number | undefined;
  readonly tokenId: string;
  readonly keyId: string;
  readonly user: string;
  readonly project: string;
  readonly environment: string;
  readonly organization: string;
  /** The caller's own request id, bounded to 128 characters. */
  readonly clientRequestId: string | undefined;
  /** A short label of the client software, e.g. `claude-code`, `codex`. */
  readonly client: string | undefined;
  readonly inboundDialect: DialectName;
  readonly requestedModel: string | undefined;
  readonly group: string | undefined;
  readonly target: string | undefined;
  readonly provider: string | undefined;
  readonly model: string | undefined;
  readonly targetDialect: DialectName | undefined;
  readonly stream: boolean;
  /** The status the caller got; 499 when the caller left. */
  readonly status: number;
  /** What became of the upstream call of a caller who left; `undefined` when it stayed. */
  readonly onDisconnect: 'cancel' | 'drain' | undefined;
  /** The fault's type; `undefined` on success. */
  readonly errorType: string | undefined;
  readonly errorClass: UpstreamClass | undefined;
  readonly finish: string | undefined;
  readonly attempts: readonly AttemptRecord[];
  /** `undefined` when no target was chosen or looked for. */
  readonly decision: DecisionRecord | undefined;
  /** Bounded; empty without a decision. */
  readonly candidates: readonly CandidateRecord[];
  /** Bounded; empty for most. */
  readonly traceEvents: readonly TraceEvent[];
  /** Bounded; empty where nothing was shaped. */
  readonly callerShapeEvents: readonly CallerShapeEvent[];
  /** Bounded; empty where nothing was shaped and no backoff started or ended. */
  readonly upstreamShapeEvents: readonly UpstreamShapeEvent[];
  readonly fallbackUsed: boolean;
  readonly tokens: TokenCounts;
  readonly estimatedInputTokens: number;
  /** Output tokens set aside when it asked for admission; `undefined` when it never got that far. */
  readonly reservedOutputTokens: number | undefined;
  /** `undefined` when it was not admitted, so that no limit counted it. */
  readonly counted: CountedUsage | undefined;
  readonly costNanoUsd: bigint | undefined;
  readonly costBasis: CostBasis;
  /** What the provider said it costs. */
  readonly upstreamCostNanoUsd: bigint | undefined;
  /** The tier the provider says it served the request in. */
  readonly serviceTier: string | undefined;
  /** Those of that tier. */
  readonly prices: Prices | undefined;
  readonly requestBytes: number;
  readonly toolCount: number;
  readonly imageCount: number;
  /** What a translation dropped or changed, as `field: reason`, bounded. */
  readonly notes: readonly string[];
  readonly catalogHash: string;
}
