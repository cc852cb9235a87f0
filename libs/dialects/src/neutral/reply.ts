import type { TokenCounts } from '@smart-router/core';
import type { BlockStart, Citation, FinishReason, WireFault } from './events.js';
import type { Proof } from './proof.js';

/** A whole answer: the events folded. */
export interface NeutralReply {
  readonly id: string | undefined;
  readonly model: string | undefined;
  readonly blocks: readonly ReplyBlock[];
  readonly tokens: TokenCounts;
  /** `undefined` when the answer never finished. */
  readonly finish: FinishReason | undefined;
  readonly stopSequence: string | undefined;
  readonly fault: WireFault | undefined;
}

/** A finished block: how it started, all its text, and its proof. */
export interface ReplyBlock {
  readonly start: BlockStart;
  readonly text: string;
  readonly proof: Proof | undefined;
  /** Sources of a text; absent: none. */
  readonly citations?: readonly Citation[];
}
