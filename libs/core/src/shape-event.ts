import type { DialectName } from './dialect-name.js';
import type { UpstreamClass } from './upstream-class.js';

/**
 * What limits, shaping and backoff decided. `queued` is noted when the wait is over, and says how long it was; the
 * decision that ended it follows.
 */
export type ShapeDecision = 'admitted' | 'skipped' | 'rejected' | 'queued' | 'cooldown_started' | 'cooldown_ended';

/** What every decision says. Unknown and not applicable is `undefined`. */
interface ShapeEvent {
  /** 1 for the first of its kind in its request. */
  readonly number: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** What decided, as faults name it, e.g. `key.rpm`, `provider.request_start_per_sec`; absent when all had room. */
  readonly bucket: string | undefined;
  readonly retryAfterMs: number | undefined;
  /** How long the request stood in the queue of the bucket. */
  readonly waitedMs: number | undefined;
}

/** A decision of the limits and shaping of a caller. */
export interface CallerShapeEvent extends ShapeEvent {
  readonly decision: Extract<ShapeDecision, 'admitted' | 'rejected' | 'queued'>;
}

/** A decision of the shaping and backoff of an upstream. */
export interface UpstreamShapeEvent extends ShapeEvent {
  readonly decision: ShapeDecision;
  /** The attempt it was made for, or, of a cooldown, the attempt that started or ended it. */
  readonly attemptNumber: number;
  /** Absent when it is about the whole plan. */
  readonly upstream: ShapedUpstream | undefined;
  /** How the attempt failed that started a cooldown. */
  readonly errorClass: UpstreamClass | undefined;
  /** Whether the attempt is the half-open probe of a backoff. */
  readonly probe: boolean;
}

/** A target with the credential it is asked with. */
export interface ShapedUpstream {
  readonly target: string;
  readonly provider: string;
  readonly model: string;
  readonly dialect: DialectName;
  readonly credentialId: string;
}

/** Decisions that were known only after their request's record was written. */
export interface LateShapeEvents {
  readonly requestId: string;
  /** Of the request. */
  readonly startedAt: number;
  readonly upstreamShapeEvents: readonly UpstreamShapeEvent[];
}

/** Whose limit a bucket is: `provider` of `provider.request_start_per_sec`. */
export function scopeOfBucket(bucket: string): string {
  const end = bucket.indexOf('.');
  return end < 0 ? bucket : bucket.slice(0, end);
}
