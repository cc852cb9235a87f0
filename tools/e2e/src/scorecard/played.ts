import type { SdkVerdict } from '../ask-sdk.js';

/** What a caller lived through. */
export interface Played {
  /** One per request that was answered in any way, oldest first. */
  readonly verdicts: readonly SdkVerdict[];
  /** Requests it sent. */
  readonly requests: number;
  readonly elapsedMs: number;
  /** What was wrong already while it happened. */
  readonly problems: readonly string[];
  /** Whether the caller went before its answer was whole. */
  readonly left?: true;
  /** Whether bytes were counted instead of read by an SDK. */
  readonly counted?: true;
}

/** A hang ends here: much longer than any limit and pause of these cells, since many run at once. */
export const patienceMs = 120_000;
