import type { KeyRecord } from '@smart-router/keys';

/** Where the last known good keys are kept for a start without the database. */
export interface KeySnapshotOptions {
  readonly file: string;
  /** The operator's word that the file is encrypted with; whoever changes it makes old files unreadable. */
  readonly encryptionKey: string;
  /** An older snapshot is refused: keys that were revoked since then would come to life. Default 7 days. */
  readonly maxAgeMs?: number;
}

/** What a snapshot file holds. */
export type SnapshotReading =
  | { readonly kind: 'read'; readonly records: readonly KeyRecord[]; readonly asOfMs: number }
  /** There is none. */
  | { readonly kind: 'absent' }
  /** There is one, and it is not believed. */
  | { readonly kind: 'refused'; readonly reason: string };

/** How the file of a running directory does. */
export interface SnapshotState {
  /** Milliseconds since the epoch of the keys in the file; `undefined` before this process wrote or used it. */
  readonly asOfMs: number | undefined;
  /** Why the file could not be used, or not be written the last time. */
  readonly problem: string | undefined;
}
