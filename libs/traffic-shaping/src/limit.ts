/** What one request or attempt asks of the limits. All amounts are integers. */
export interface Claim {
  readonly nowMs: number;
  readonly requests: 1;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly totalTokens: number;
  readonly costNanoUsd: bigint;
  /** When it was granted elsewhere: it belongs to that minute and those periods, and no limit is asked. */
  readonly grantedMs: number | undefined;
}

/** One row of a table of limits: whether a claim fits, and what it takes when all rows agree. */
export interface Limit<State, Rules> {
  /** The last words of the bucket, e.g. `day.tokens`. */
  readonly bucket: string;
  /** Milliseconds until the claim fits; 0 when it does, `Infinity` when waiting does not help or its end is unknown. */
  waitMs(state: State, rules: Rules, claim: Claim): number;
  /** Counts the claim. Called only when every limit has room. */
  take(state: State, rules: Rules, claim: Claim): void;
}

/** A wait as verdicts show it: `Infinity` is unknown. */
export function retryAfter(waitMs: number): number | undefined {
  return waitMs === Infinity ? undefined : waitMs;
}
