import type { WriteTarget } from '../dialect.js';
import type { NeutralAsk } from '../neutral/ask.js';
import type { Notes } from '../notes.js';
import type { ToolNaming } from './tool-naming.js';

/** What stays the same over all turns of one ask. */
export interface TurnWriting {
  readonly ask: NeutralAsk;
  readonly target: WriteTarget;
  readonly naming: ToolNaming;
  readonly notes: Notes;
}

/** The same, with what its parts are called. */
export interface Writing extends TurnWriting {
  /** What the caller calls the list of turns. */
  readonly field: string;
  readonly callId: (id: string) => string;
}
