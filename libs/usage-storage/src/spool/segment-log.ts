import { close, fdatasync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Segment } from './segment.js';
import { syncFolder } from './sync-folder.js';

const syncFile = promisify(fdatasync);
const closeFile = promisify(close);

/** A disk is probed with a block: its last few bytes may be free when nothing of use is. */
const probe = Buffer.alloc(4096, 0x20);

interface OpenSegment {
  readonly segment: Segment;
  readonly descriptor: number;
}

/** Where a log writes, and who is told of every new file. */
export interface SegmentLogOptions {
  readonly folder: string;
  readonly segmentBytes: number;
  readonly onOpen: (segment: Segment) => void;
}

/** The writing end of a spool: appends lines to numbered files, one `write(2)` each. */
export class SegmentLog {
  readonly #options: SegmentLogOptions;
  #count = 0;
  #open: OpenSegment | undefined;
  #syncing: Promise<void> = Promise.resolve();

  constructor(options: SegmentLogOptions) {
    this.#options = options;
  }

  /** Appends one line and returns its size in bytes, or throws and leaves the file as it was. */
  append(line: string): number {
    const open = this.#open ?? this.#openNext();
    const size = Buffer.byteLength(line);
    writeWhole(open, line, size);
    open.segment.bytes += size;
    open.segment.records += 1;
    if (open.segment.bytes >= this.#options.segmentBytes) this.#seal(open);
    return size;
  }

  /** Whether the disk would take a line now. */
  accepts(): boolean {
    try {
      const open = this.#open ?? this.#openNext();
      writeWhole(open, probe, probe.length);
      ftruncateSync(open.descriptor, open.segment.bytes);
      return true;
    } catch {
      return false;
    }
  }

  /** Forces what was written to the disk, off the event loop. */
  async sync(): Promise<void> {
    const descriptor = this.#open?.descriptor;
    if (descriptor !== undefined) this.#syncAfterwards(() => syncFile(descriptor));
    await this.#syncing;
  }

  /** Ends the current file, without waiting for the disk; the next line begins another one. */
  endFile(): void {
    if (this.#open !== undefined) this.#seal(this.#open);
  }

  /** Ends the current file, and waits for the disk. */
  async close(): Promise<void> {
    this.endFile();
    await this.#syncing;
  }

  #openNext(): OpenSegment {
    const { folder, onOpen } = this.#options;
    const path = join(folder, `${String((this.#count += 1)).padStart(8, '0')}.jsonl`);
    const descriptor = openSync(path, 'ax', 0o600);
    const segment: Segment = { path, adopted: false, bytes: 0, offset: 0, records: 0, sealed: false };
    this.#open = { segment, descriptor };
    onOpen(segment);
    syncFolder(folder);
    return this.#open;
  }

  #seal({ segment, descriptor }: OpenSegment): void {
    segment.sealed = true;
    this.#open = undefined;
    this.#syncAfterwards(() => syncFile(descriptor).finally(() => closeFile(descriptor)));
  }

  /** One at a time, so that no file is closed under a running sync; a failure does not stop the next one. */
  #syncAfterwards(sync: () => Promise<void>): void {
    this.#syncing = this.#syncing.then(sync, sync);
    // The failure reaches whoever awaits `sync` or `close`; here it must only not be unhandled.
    this.#syncing.catch(() => undefined);
  }
}

/** A file that took only a part of the data is cut back, so that the next line starts a line. */
function writeWhole({ segment, descriptor }: OpenSegment, data: string | Buffer, size: number): void {
  try {
    const written = typeof data === 'string' ? writeSync(descriptor, data) : writeSync(descriptor, data);
    if (written !== size) throw new Error(`the disk took ${written} of ${size} bytes`);
  } catch (error) {
    ftruncateSync(descriptor, segment.bytes);
    throw error;
  }
}
