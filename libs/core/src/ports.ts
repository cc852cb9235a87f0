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

/** A shared map with expiry: hash of a piece of provider state → who issued it, and to which key. */
export interface TtlMap {
  remember(key: string, value: string, ttlMs: number): Promise<void>;
  /** In the order of the keys, in one round trip; `undefined` for what is unknown or expired, and when the store is away. */
  recall(keys: readonly string[]): Promise<readonly (string | undefined)[]>;
}
