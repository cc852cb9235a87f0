import { open } from 'node:fs/promises';
import { cutLines, keepSoundLines, sizeOf, type LineBlock } from './line-block.js';
import type { Segment } from './segment.js';

/** Read at once: about as much as a batch of a thousand records. */
const chunkBytes = 2 * 1024 * 1024;

/** Lines of a segment, the bytes of it they stand for, and how many broken ones were left out. */
export interface SegmentLines {
  readonly lines: LineBlock;
  readonly consumed: number;
  readonly torn: number;
}

/** Reads segments, one batch at a time: the buffer of the last batch is used again, unless it was an unusual one. */
export class LineReader {
  #buffer: Buffer | undefined;

  /**
   * Reads the next lines of a segment, from its offset on. Files of this process are trusted; adopted ones are checked
   * line by line, and a last line without its line feed was torn by a kill.
   */
  async read(segment: Segment, maxLines: number): Promise<SegmentLines> {
    const rest = segment.bytes - segment.offset;
    for (let size = chunkBytes; ; size *= 2) {
      const lines = cutLines(await this.#readAt(segment, Math.min(size, rest)), maxLines);
      if (lines.ends.length === 0 && size < rest) continue; // a line larger than the chunk
      if (!segment.adopted) return { lines, consumed: sizeOf(lines), torn: 0 };
      if (lines.ends.length === 0) return { lines, consumed: rest, torn: 1 };
      const sound = keepSoundLines(lines);
      return { lines: sound, consumed: sizeOf(lines), torn: lines.ends.length - sound.ends.length };
    }
  }

  /** The bytes stand after one spare byte, as a block of lines wants it. */
  async #readAt(segment: Segment, size: number): Promise<Buffer> {
    const buffer =
      size > chunkBytes ? Buffer.allocUnsafe(size + 1) : (this.#buffer ??= Buffer.allocUnsafe(chunkBytes + 1));
    const file = await open(segment.path, 'r');
    try {
      const { bytesRead } = await file.read(buffer, 1, size, segment.offset);
      return buffer.subarray(0, bytesRead + 1);
    } finally {
      await file.close();
    }
  }
}
