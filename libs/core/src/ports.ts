import type { LateShapeEvents } from './shape-event.js';
import type { UsageRecord } from './usage-record.js';

/**
 * Where usage records go. `record` returns after the record is safe from a crash of the process (in the page cache of
 * an append-only spool), so call it before the last byte of the answer leaves.
 */
export interface UsageSink {
  /** Whether a record written now would be kept. When not, refuse the request before any upstream call. */
  ready(): boolean;
  record(record: UsageRecord): void;
  /** Keeps what was learnt of a request after its record: best effort, a crash may lose it. */
  recordLate(late: LateShapeEvents): void;
}

/** What was used in a period: requests that were admitted, and what they were settled at. */
export interface UsedAmounts {
  readonly requests: number;
  /** Input and output together. */
  readonly tokens: number;
  readonly costNanoUsd: bigint;
}

/** What a subject of limits used on a UTC day, in the month of that day, and ever. */
export interface UsageSums {
  /** As limits name it, e.g. `key:k_123`, `project:acme/web`. */
  readonly key: string;
  readonly day: UsedAmounts;
  readonly month: UsedAmounts;
  readonly lifetime: UsedAmounts;
}

/** Where usage is kept for good. It lags behind by the records that are still on their way there. */
export interface UsageHistory {
  /**
   * The sums of these subjects, in their order. Rejects when they cannot be had within a bounded time.
   * @param day days since 1970-01-01.
   */
  sums(keys: readonly string[], day: number): Promise<readonly UsageSums[]>;
}

/** A shared map with expiry: hash of a piece of provider state → who issued it, and to which key. */
export interface TtlMap {
  remember(key: string, value: string, ttlMs: number): Promise<void>;
  /** In the order of the keys, in one round trip; `undefined` for what is unknown or expired, and when the store is away. */
  recall(keys: readonly string[]): Promise<readonly (string | undefined)[]>;
}
