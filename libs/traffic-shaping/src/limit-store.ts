import type {
  AdaptiveConcurrency,
  BackoffRules,
  CallerLimits,
  CallerShape,
  ScopedShape,
  TtlMap,
  UpstreamClass,
} from '@smart-router/core';

/**
 * The state behind limits, shaping and backoff. Adapters: memory (here) and Redis (shared-state), under one law suite.
 * One call admits a request against all caller limits, one reserves the first target with room out of a whole plan.
 * `nowMs` is the time to count by; `undefined` means the store's own clock. All amounts are integers.
 */
export interface LimitStore extends TtlMap {
  admit(request: AdmissionRequest): Promise<AdmissionVerdict>;
  reserve(request: ReservationRequest): Promise<ReservationVerdict>;
  /** Which candidates a reservation would pass over now, and why. Takes nothing. */
  look(request: LookRequest): Promise<readonly Skip[]>;
  /** Actual usage replaces what was reserved and the leases end. Unknown ids are ignored: settling twice is harmless. */
  settle(settlement: Settlement): Promise<void>;
  /** Leases expire `leaseMs` after their last renewal, so a killed process frees what it held. */
  renew(renewal: Renewal): Promise<void>;
  /** How much of their limits these subjects use now. Takes nothing. */
  peek(request: PeekRequest): Promise<PeekAnswer>;
  /** What became of an attempt: starts, lengthens or ends backoff, and says what began or ended. Never awaited by an answer. */
  report(report: OutcomeReport): Promise<readonly BackoffChange[]>;
  /** What the adaptive limits of these credentials stand at, in the order asked. */
  adaptiveStandings(
    questions: readonly AdaptiveQuestion[],
    nowMs: number | undefined,
  ): Promise<readonly AdaptiveStanding[]>;
}

/** Whom a limit counts for. A request must fit all of its subjects. */
export interface LimitSubject {
  /** The same for all that share the limit, e.g. `key:k_123`, `project:acme/web`. */
  readonly key: string;
  /** The word the error's bucket starts with: `key`, `user`, `project` or `organization`. */
  readonly label: string;
  readonly limits: CallerLimits;
  readonly shape: CallerShape | undefined;
  /** From this percentage of a limit on, an admission warns; 0 or absent never does. */
  readonly softPercent?: number | undefined;
}

/** A request that wants in. */
export interface AdmissionRequest {
  /** The request id; names the lease. */
  readonly leaseId: string;
  readonly leaseMs: number;
  readonly subjects: readonly LimitSubject[];
  readonly inputTokens: number;
  /** Output tokens set aside. */
  readonly outputTokens: number;
  /** The estimated cost set aside, for quotas in money. */
  readonly costNanoUsd: bigint;
  readonly nowMs: number | undefined;
  /** It was let in elsewhere so long ago: it is counted for that moment, whatever the limits say. */
  readonly agoMs?: number | undefined;
}

/** What kind of limit said no; each has its own fault type. */
export type LimitKind = 'rpm' | 'tpm' | 'concurrent' | 'quota' | 'budget' | 'lifetime' | 'shape';

/** Yes, or which limit said no and when to come back. Nothing is consumed by a no. */
export type AdmissionVerdict =
  | {
      readonly kind: 'admitted';
      /** Buckets that are past their soft percentage now, e.g. `project.day.tokens`; absent when none is. */
      readonly warnings?: readonly string[];
    }
  | {
      readonly kind: 'refused';
      readonly limit: LimitKind;
      /** e.g. `key.rpm`, `project.day.tokens`, `key.input_tokens_per_sec`. */
      readonly bucket: string;
      /** `undefined` when waiting does not help (lifetime) or the time is unknown (concurrent). */
      readonly retryAfterMs: number | undefined;
    };

/** Whose limits are looked at. */
export interface PeekRequest {
  readonly subjects: readonly LimitSubject[];
  readonly nowMs: number | undefined;
}

/** How much of every limit is in use. */
export interface PeekAnswer {
  /** The shared state is away: limits and counts are the share of this replica. */
  readonly degraded: boolean;
  /** In the order asked. */
  readonly subjects: readonly SubjectUse[];
}

/** How much of the limits of one subject is in use; limits that are not set are left out. */
export interface SubjectUse {
  readonly key: string;
  readonly label: string;
  readonly uses: readonly LimitUse[];
}

/** How much of one limit is in use: money in nano-USD, as bigints. */
export interface LimitUse {
  /** Without the subject's label, e.g. `rpm`, `day.tokens`, `lifetime.cost_usd`. */
  readonly bucket: string;
  readonly limit: number | bigint;
  /** What was used or is set aside: a refusal goes by this. */
  readonly used: number | bigint;
  /** The part of it that requests under way have set aside; `undefined` where the two are counted as one. */
  readonly reserved: number | bigint | undefined;
  /** Milliseconds until the period ends; `undefined` where a limit rolls, or never begins anew. */
  readonly resetsInMs: number | undefined;
}

/** A target with one of its credentials, as far as the store cares. */
export interface ReservationCandidate {
  /** Backoff after a rate limit or failures is kept here: the credential and the model. */
  readonly modelKey: string;
  /** Backoff after an exhausted quota or a rejected key is kept here: the credential. */
  readonly credentialKey: string;
  /** Cumulative: all must have room. */
  readonly shapes: readonly ScopedShape[];
  readonly backoff: BackoffRules;
  /** How many attempts at once the credential bears is found out within these bounds; absent, it is not. */
  readonly adaptive?: AdaptiveConcurrency | undefined;
}

/** A plan that wants its first target with room. */
export interface ReservationRequest {
  /** Unique per attempt; names the turn's lease. */
  readonly turnId: string;
  readonly leaseMs: number;
  /** In the order to try. */
  readonly candidates: readonly ReservationCandidate[];
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly nowMs: number | undefined;
  /** It was reserved elsewhere so long ago: its one candidate is counted for that moment, whether or not it has room. */
  readonly agoMs?: number | undefined;
}

/** Candidates that are only looked at, each by itself. */
export type LookRequest = Pick<ReservationRequest, 'candidates' | 'inputTokens' | 'outputTokens' | 'nowMs'>;

/** Why a candidate was passed over. */
export interface Skip {
  /** Index into the candidates. */
  readonly index: number;
  readonly reason: 'throttled' | 'backoff';
  /** e.g. `provider.request_start_per_sec`, `model.backoff`, `credential.backoff`, `credential.adaptive_concurrency`. */
  readonly bucket: string;
  /** Milliseconds until it may be free; `undefined` when unknown. */
  readonly retryAfterMs: number | undefined;
}

/** The first candidate with room, or none. */
export type ReservationVerdict =
  | {
      readonly kind: 'reserved';
      readonly index: number;
      /** This attempt is the one half-open probe of a backed-off target: report its outcome. */
      readonly probe: boolean;
      readonly skipped: readonly Skip[];
    }
  | {
      readonly kind: 'none';
      readonly skipped: readonly Skip[];
      /** The soonest of the skipped. */
      readonly retryAfterMs: number | undefined;
    };

/** The end of a request or of one attempt. Absent actuals release everything that was set aside. */
export interface Settlement {
  /** The admission's lease; present when the request ends. */
  readonly leaseId: string | undefined;
  /** The turn's lease; present when an attempt ends. */
  readonly turnId: string | undefined;
  readonly actual:
    { readonly inputTokens: number; readonly outputTokens: number; readonly costNanoUsd: bigint } | undefined;
  /** It ended so long ago, and is told late: what a history read since then tells of is not counted again. */
  readonly agoMs?: number | undefined;
  readonly nowMs: number | undefined;
}

/** Leases that are still needed. */
export interface Renewal {
  readonly leaseIds: readonly string[];
  readonly turnIds: readonly string[];
  readonly leaseMs: number;
  readonly nowMs: number | undefined;
}

/** How an attempt went. */
export interface OutcomeReport {
  readonly turnId: string;
  readonly modelKey: string;
  readonly credentialKey: string;
  readonly backoff: BackoffRules;
  /** As the turn was reserved with. */
  readonly adaptive?: AdaptiveConcurrency | undefined;
  /** `undefined` is success. */
  readonly errorClass: UpstreamClass | undefined;
  /** The provider's own hint, capped by the store to `backoff.hintMaxMs`. */
  readonly retryAfterMs: number | undefined;
  readonly nowMs: number | undefined;
}

/** A pause that an outcome began or ended; one that it only lengthened is no news. */
export interface BackoffChange {
  readonly kind: 'started' | 'ended';
  readonly bucket: 'model.backoff' | 'credential.backoff';
  /** How long it lasts from now on; 0 when it has ended. */
  readonly pauseMs: number;
}

/** Whose adaptive limit is asked for. */
export interface AdaptiveQuestion {
  readonly credentialKey: string;
  readonly adaptive: AdaptiveConcurrency;
}

/** What an adaptive limit has come to. */
export interface AdaptiveStanding {
  /** Attempts let through at once. */
  readonly limit: number;
  /** Attempts under way. */
  readonly inFlight: number;
}
