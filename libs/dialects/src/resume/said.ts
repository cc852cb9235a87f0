import type { BlockStart, Citation } from '../neutral/events.js';

/** A block of an answer as far as its caller was told. */
export interface SaidBlock {
  readonly start: BlockStart;
  text: string;
  readonly citations: Citation[];
  /** Nothing may be added any more. */
  ended: boolean;
}

/** What the caller of a streamed answer was told so far, by however many attempts. */
export interface Said {
  begun: boolean;
  readonly blocks: SaidBlock[];
}

/** Before anything was. */
export function nothingSaid(): Said {
  return { begun: false, blocks: [] };
}
