/** Requests, tokens and money allowed in a calendar period (UTC); 0 or absent is unlimited. */
export interface Quota {
  readonly requests?: number;
  readonly tokens?: number;
  readonly costNanoUsd?: bigint;
}

/** Hard limits of a caller; 0 or absent is unlimited. */
export interface CallerLimits {
  readonly rpm?: number;
  readonly tpm?: number;
  readonly concurrent?: number;
  readonly day?: Quota;
  readonly month?: Quota;
  readonly lifetime?: { readonly tokens?: number; readonly costNanoUsd?: bigint };
  /** From this share of a limit on, 0–100, the caller is warned. */
  readonly softPercent?: number;
}

/** A bounded waiting line; off means an empty bucket refuses at once. */
export interface QueueRules {
  readonly enabled: boolean;
  readonly maxWaitMs: number;
  readonly maxDepth: number;
  /** By project: how much it is served beside others that wait; 1 where none is said. */
  readonly weights?: Readonly<Record<string, number>>;
}

/** Smoothing of a caller: rates with bursts; 0 or absent is unlimited. */
export interface CallerShape {
  readonly requestStartPerSec?: number;
  readonly requestBurst?: number;
  readonly inputTokensPerSec?: number;
  readonly inputTokenBurst?: number;
  readonly outputReservationTokensPerSec?: number;
  readonly outputReservationTokenBurst?: number;
  readonly totalReservedTokensPerSec?: number;
  readonly totalReservedTokenBurst?: number;
  readonly queue?: QueueRules;
}

/** Smoothing of a provider, credential, model or target; 0 or absent is unlimited. */
export interface UpstreamShape {
  readonly requestStartPerSec?: number;
  readonly requestBurst?: number;
  readonly inputTokensPerSec?: number;
  readonly inputTokenBurst?: number;
  readonly totalReservedTokensPerSec?: number;
  readonly totalReservedTokenBurst?: number;
  readonly concurrent?: number;
  readonly queue?: QueueRules;
}

/** A number of attempts at once that finds itself, from `min` to `max`. */
export interface AdaptiveConcurrency {
  readonly min: number;
  readonly max: number;
}

/** How long a pause lasts: `min · multiplier^n`, up to `max`. */
export interface BackoffCurve {
  readonly minMs: number;
  readonly maxMs: number;
  readonly multiplier: number;
}

/** When and how long a credential, or a model of it, pauses after failures. */
export interface BackoffRules {
  /** A provider's own hint is believed up to this many milliseconds. */
  readonly hintMaxMs: number;
  readonly rateLimit: BackoffCurve & { readonly honorRetryAfter: boolean };
  readonly quota: BackoffCurve & { readonly honorRetryAfter: boolean };
  /** Opens after `threshold` failures within `windowMs`; then half-open probes. */
  readonly failure: BackoffCurve & { readonly threshold: number; readonly windowMs: number };
}
