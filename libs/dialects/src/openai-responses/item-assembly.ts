import type { ReadContext } from '../dialect.js';
import type { WireObject } from '../json/guards.js';
import type { ReplySurroundings } from './growing-block.js';

/** One output item while its events come in. */
export interface ItemAssembly {
  /** An event of the item. */
  take(type: string, event: WireObject): void;
  /** The whole item; an empty one when the answer ended without it. */
  done(item: WireObject): void;
}

/** What an item needs of its reply. */
export interface ItemSurroundings extends ReplySurroundings {
  readonly context: ReadContext;
  /** The id of a call that came without one. */
  readonly missingCallId: () => string;
}
