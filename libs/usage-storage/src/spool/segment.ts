import { rmdir, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';

/** One file of a spool. The one named state object of writing and reading it. */
export interface Segment {
  readonly path: string;
  /** Written by a process that is gone: its last line may be torn. */
  readonly adopted: boolean;
  /** Bytes of whole lines in it. */
  bytes: number;
  /** Bytes already stored in the database. */
  offset: number;
  /** Records waiting in it; not counted in adopted ones. */
  records: number;
  /** Whether nothing more is written to it. */
  sealed: boolean;
}

/** Removes a segment that is stored to the last byte, and the folder it was adopted with once that is empty. */
export async function removeSegment(segment: Segment): Promise<void> {
  // What stays behind is adopted again one day, and stored again without effect.
  await unlink(segment.path).catch(() => undefined);
  if (segment.adopted) await rmdir(dirname(segment.path)).catch(() => undefined);
}
