import { gatherBytes } from '../gather-bytes.js';

/** Incremental: bytes cut anywhere in, whole frames (with their blank line) out; joined they are the bytes that came. */
export interface FrameSplitter {
  /** Frames that lie whole in `bytes` are views of it, not copies. */
  push(bytes: Uint8Array): readonly Uint8Array[];
  /** The unfinished last frame, if there is one. */
  end(): readonly Uint8Array[];
}

const lineFeed = 10;
const carriageReturn = 13;

/** Cuts an event stream into frames without decoding it. Lines end with LF or CRLF. */
export function openFrameSplitter(): FrameSplitter {
  return new LineSplitter();
}

class LineSplitter implements FrameSplitter {
  #held = gatherBytes();
  /** The open line so far: nothing, a lone carriage return, or something. */
  #line: 'empty' | 'return' | 'filled' = 'empty';

  push(bytes: Uint8Array): readonly Uint8Array[] {
    const frames: Uint8Array[] = [];
    let frameStart = 0;
    let lineStart = 0;
    for (let at = bytes.indexOf(lineFeed); at !== -1; at = bytes.indexOf(lineFeed, lineStart)) {
      const blank = this.#isBlank(bytes, lineStart, at);
      lineStart = at + 1;
      this.#line = 'empty';
      if (!blank) continue;
      frames.push(this.#take(bytes.subarray(frameStart, lineStart)));
      frameStart = lineStart;
    }
    this.#hold(bytes, frameStart, lineStart);
    return frames;
  }

  end(): readonly Uint8Array[] {
    return this.#held.size === 0 ? [] : [this.#take(new Uint8Array(0))];
  }

  #take(bytes: Uint8Array): Uint8Array {
    if (this.#held.size === 0) return bytes;
    this.#held.push(bytes);
    const frame = this.#held.joined();
    this.#held = gatherBytes();
    return frame;
  }

  #isBlank(bytes: Uint8Array, start: number, end: number): boolean {
    if (this.#line === 'filled') return false;
    if (start === end) return true;
    return this.#line === 'empty' && end - start === 1 && bytes[start] === carriageReturn;
  }

  #hold(bytes: Uint8Array, frameStart: number, lineStart: number): void {
    if (frameStart < bytes.length) this.#held.push(bytes.subarray(frameStart));
    if (lineStart === bytes.length) return;
    const loneReturn = this.#line === 'empty' && bytes.length - lineStart === 1 && bytes[lineStart] === carriageReturn;
    this.#line = loneReturn ? 'return' : 'filled';
  }
}
