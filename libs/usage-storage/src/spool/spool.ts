import type { UsageSink } from '@smart-router/core';
import type { LineBlock } from './line-block.js';

/** Where and how usage records wait for the database. */
export interface SpoolOptions {
  /** Shared by all processes of this machine; each makes a folder of its own in it. */
  readonly directory: string;
  /** How often written records are forced to the disk: what a power cut may cost. Default 50. */
  readonly fsyncIntervalMs?: number;
  /** Records waiting beyond this many bytes fill the spool. Default 1 GiB. */
  readonly maxBytes?: number;
  /** What a full spool does: `refuse` new requests, or `drop` and count their records. Default `refuse`. */
  readonly onFull?: 'refuse' | 'drop';
  /** A file is closed at this size and removed once all of it is stored. Default 8 MiB, and at most a quarter of the whole. */
  readonly segmentBytes?: number;
  /** Told of every trouble with the disk, once each time. */
  readonly onProblem?: (message: string) => void;
}

/** What a spool holds and what became of the rest. */
export interface SpoolStats {
  readonly writerId: string;
  /** Records of this process that wait to be stored; those of adopted folders are counted in bytes alone. */
  readonly records: number;
  /** Bytes that wait to be stored, adopted folders included. */
  readonly bytes: number;
  /** Records the full spool or the failing disk did not take: proven losses. */
  readonly dropped: number;
  /** Broken lines found in adopted folders: torn by a kill or a power cut. */
  readonly torn: number;
  /** Whether the disk refused the last write. */
  readonly failing: boolean;
  /** Whether it takes no more: the disk refuses, or `maxBytes` wait. It refuses requests then, or drops records. */
  readonly full: boolean;
}

/** Records on their way to the database. They stay in the spool until `commit`. */
export interface SpoolBatch {
  readonly lines: LineBlock;
  commit(): void;
}

/** How large a batch is, and how long to wait for it to fill. */
export interface BatchBounds {
  readonly maxRecords: number;
  readonly maxDelayMs: number;
  /** Aborted, there is no more waiting: what is there comes at once, and `undefined` when nothing is left. */
  readonly hurry: AbortSignal;
}

/** An append-only queue of usage records on the local disk, with one reader. */
export interface Spool extends UsageSink {
  /** The oldest records not yet committed; call it again only after committing. */
  nextBatch(bounds: BatchBounds): Promise<SpoolBatch | undefined>;
  /** Keeps a record aside that the database can never take, with the reason. */
  reject(lines: LineBlock, reason: string): Promise<void>;
  /** Resolves when all that is written by now has been stored; adopted records count as written. */
  caughtUp(): Promise<void>;
  stats(): SpoolStats;
  /** Forces everything to the disk and gives the folder up: removed when empty, else adopted by the next process. */
  close(): Promise<void>;
}
