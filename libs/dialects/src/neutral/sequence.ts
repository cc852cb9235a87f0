import type { NeutralEvent } from './events.js';

/** See `sequenceBlocks`: blocks with free indices in, strictly sequential ones out. */
export interface BlockSequencer {
  push(event: NeutralEvent): readonly NeutralEvent[];
  /** Emits what is still held; open blocks are ended. */
  end(): readonly NeutralEvent[];
}
