/** What a target did lately: over a rolling window, and all groups that ask it. Rates and shares are 0 to 1. */
export interface Observed {
  /** Attempts that ended, whatever became of them; callers who left are not among them. */
  readonly count: number;
  /** Failed attempts that lie at the provider, timeouts included. */
  readonly errorRate: number;
  readonly timeoutRate: number;
  /** Attempts that the target answered with a fault of the request: no errors, and not served either. */
  readonly rejectionRate: number;
  /** Of attempts that served, in milliseconds; `undefined` when none did. */
  readonly latencyP50Ms: number | undefined;
  readonly latencyP95Ms: number | undefined;
  readonly firstTokenP50Ms: number | undefined;
  readonly firstTokenP95Ms: number | undefined;
  /** While it wrote; `undefined` when no answer told. */
  readonly outputTokensPerSec: number | undefined;
  /** Of the input tokens of attempts that served, those read from the provider's cache; `undefined` when none told. */
  readonly cachedInputShare: number | undefined;
  /** The same, of attempts whose conversation had been served by this target before. */
  readonly warmCachedInputShare: number | undefined;
  /** The mean time an attempt waited for its turn, in milliseconds. */
  readonly queueWaitMs: number;
  /** The mean cost of an attempt that served; `undefined` when none was priced. */
  readonly costNanoUsd: number | undefined;
}

/** Reads what targets did lately. */
export interface Observations {
  /** `undefined` when nothing was observed in the window that ends now. */
  of(targetId: string, windowMs: number, nowMs: number): Observed | undefined;
}

/** Knows nothing of anybody. */
export const noObservations: Observations = { of: () => undefined };
