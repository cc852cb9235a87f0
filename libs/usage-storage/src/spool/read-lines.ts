import { open } from 'node:fs/promises';
import { cutLines, keepSoundLines, type LineBlock } from './line-block.js';
import type { Segment } from './segment.js';

/** Read at once: about as much as a batch of a thousand records. */
const chunkBytes = 2 * 1024 * 1024;

/** Lines of a segment, the bytes of it they stand for, and how many broken ones were left out. */
export interface SegmentLines {
  readonly lines: LineBlock;
  readonly consumed: number;
  readonly torn: number;
}

/**
 * Reads the next lines of a segment, from its offset on. Files of this process are trusted; adopted ones are checked
 * line by line, and a last line without its line feed was torn by a kill.
 */
export async function readLines(segment: Segment, maxLines: number): Promise<SegmentLines> {
  const rest = segment.bytes - segment.offset;
  for (let size = chunkBytes; ; size *= 2) {
    const lines = cutLines(await readAt(segment, Math.min(size, rest)), maxLines);
    if (lines.ends.length === 0 && size < rest) continue; // a line larger than the chunk
    if (!segment.adopted) return { lines, consumed: lines.bytes.length, torn: 0 };
    const sound = keepSoundLines(lines);
    if (lines.ends.length === 0) return { lines, consumed: rest, torn: 1 };
    return { lines: sound, consumed: lines.bytes.length, torn: lines.ends.length - sound.ends.length };
  }
}

async function readAt(segment: Segment, size: number): Promise<Buffer> {
  const file = await open(segment.path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(size), 0, size, segment.offset);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
