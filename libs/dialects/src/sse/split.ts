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
  let held = gatherBytes();
  /** The open line so far: nothing, a lone carriage return, or something. */
  let line: 'empty' | 'return' | 'filled' = 'empty';

  const take = (bytes: Uint8Array): Uint8Array => {
    if (held.size === 0) return bytes;
    held.push(bytes);
    const frame = held.joined();
    held = gatherBytes();
    return frame;
  };

  const isBlank = (bytes: Uint8Array, start: number, end: number): boolean => {
    if (line === 'filled') return false;
    if (start === end) return true;
    return line === 'empty' && end - start === 1 && bytes[start] === carriageReturn;
  };

  const hold = (bytes: Uint8Array, frameStart: number, lineStart: number): void => {
    if (frameStart < bytes.length) held.push(bytes.subarray(frameStart));
    if (lineStart === bytes.length) return;
    const loneReturn = line === 'empty' && bytes.length - lineStart === 1 && bytes[lineStart] === carriageReturn;
    line = loneReturn ? 'return' : 'filled';
  };

  return {
    push(bytes) {
      const frames: Uint8Array[] = [];
      let frameStart = 0;
      let lineStart = 0;
      for (let at = bytes.indexOf(lineFeed); at !== -1; at = bytes.indexOf(lineFeed, lineStart)) {
        const blank = isBlank(bytes, lineStart, at);
        lineStart = at + 1;
        line = 'empty';
        if (!blank) continue;
        frames.push(take(bytes.subarray(frameStart, lineStart)));
        frameStart = lineStart;
      }
      hold(bytes, frameStart, lineStart);
      return frames;
    },
    end: () => (held.size === 0 ? [] : [take(new Uint8Array(0))]),
  };
}
