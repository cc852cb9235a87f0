import type { UpstreamClass } from '@smart-router/core';

/** An attempt that has ended, as far as it says something of its target. */
export interface AttemptEnd {
  /** `provider/model-ref`. */
  readonly targetId: string;
  /** `undefined` when it served. */
  readonly errorClass: UpstreamClass | undefined;
  /** From its start to its end. */
  readonly latencyMs: number;
  /** From its start; `undefined` where the answer came as a whole. */
  readonly firstTokenMs: number | undefined;
  /** How long it had waited for its turn before it began. */
  readonly queueWaitMs: number;
  /** Of all kinds; `undefined` when the provider did not tell. */
  readonly inputTokens: number | undefined;
  /** Those of them that its cache had. */
  readonly cachedInputTokens: number | undefined;
  readonly outputTokens: number | undefined;
  /** Whether the target had served the conversation before. */
  readonly isWarm: boolean;
  /** `undefined` when it has no price. */
  readonly costNanoUsd: bigint | undefined;
}

/** What an end says of its target. `rejected`: it answered that the request is at fault; how fast says nothing. */
export type AttemptOutcome = 'served' | 'rejected' | 'failed' | 'timed-out' | 'unobserved';

/**
 * A caller who left says nothing of the target, and a request that was at fault shows that the target answers, which may be right or wrong. Everything
 * else that kept it from serving is its failure, a rate limit included: whoever is sent there is not served.
 */
const outcomes: Readonly<Record<UpstreamClass, AttemptOutcome>> = {
  caller_gone: 'unobserved',
  caller_fault: 'rejected',
  rate_limited: 'failed',
  quota_exhausted: 'failed',
  credential_rejected: 'failed',
  access_denied: 'failed',
  server_error: 'failed',
  overloaded: 'failed',
  connect_failed: 'failed',
  reset: 'failed',
  broken_stream: 'failed',
  timeout: 'timed-out',
};

/** What an attempt that ended so says of its target. */
export function outcomeOf(errorClass: UpstreamClass | undefined): AttemptOutcome {
  return errorClass === undefined ? 'served' : outcomes[errorClass];
}
