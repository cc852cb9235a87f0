import type { Capabilities, DialectName, Fault, Result } from '@smart-router/core';
import type { Ask } from './ask.js';
import type { Outcome, StreamReader } from './dialect.js';
import type { ForeignNotes } from './foreign-notes.js';
import type { Note } from './neutral/note.js';

/** A way from a caller's dialect to a target's. The same-dialect lane patches bytes, the others translate. */
export interface Lane {
  readonly from: DialectName;
  readonly to: DialectName;
  prepare(ask: Ask, target: LaneTarget): Result<PreparedLane>;
}

/** The target and the manners of one attempt. */
export interface LaneTarget {
  readonly dialect: DialectName;
  /** The model name sent upstream. */
  readonly model: string;
  readonly issuer: string;
  readonly capabilities: Capabilities;
  readonly defaultMaxTokens: number;
  /** Dropped fields are refused instead. */
  readonly strict: boolean;
  readonly requestId: string;
  /** What the answer's `model` says: this name, or `undefined` for what the upstream said. */
  readonly showModel: string | undefined;
  readonly createdSeconds: number;
  /** Bare proofs of the ask that this target did not issue; none when left out. */
  readonly strangeProofs?: ReadonlySet<string>;
}

/** One attempt's translation, both ways. */
export interface PreparedLane {
  readonly outbound: Outbound;
  /** A whole upstream reply (status 2xx) → the caller's body. Refuses a body that is no reply of the dialect. */
  readWhole(bytes: Uint8Array): Result<WholeAnswer>;
  openStream(): ReplyStream;
  /** The same, where a frame that is not what it should be is a fault between equal dialects, too. */
  openCheckedStream(): ReplyStream;
  /** Opens the stream of this attempt as a part of an answer that others may have begun. */
  openPart(answer: JointAnswer): ReplyStream;
  /** What of the answer so far had no place in the caller's dialect. */
  replyNotes(): readonly Note[];
}

/** A streamed answer that several attempts may give together, each from where the last one broke off. */
export interface JointAnswer {
  /** The part of one attempt, read by the reader of its target's dialect. */
  openPart(part: { readonly reader: StreamReader; readonly foreign: ForeignNotes }): ReplyStream;
}

/** What goes upstream, but for host and credentials. */
export interface Outbound {
  /** Appended to the provider's base URL. */
  readonly path: string;
  readonly body: Uint8Array;
  readonly notes: readonly Note[];
}

/** A whole answer in the caller's dialect. */
export interface WholeAnswer {
  readonly body: Uint8Array;
  readonly outcome: Outcome;
}

/** A passing stream: upstream bytes in, pieces for the caller out. */
export interface ReplyStream {
  push(bytes: Uint8Array): readonly Piece[];
  /** The upstream closed its stream. */
  end(): readonly Piece[];
  readonly outcome: Outcome;
  /** Whether the upstream has given content, also when the caller had it already. */
  readonly contentSeen: boolean;
  /** Frames that end what the caller got so far with an error, and without the success terminal. */
  fail(fault: Fault): Uint8Array;
}

/** Bytes for the caller. Startup pieces carry no content yet and may be held until the first content. */
export interface Piece {
  readonly kind: 'startup' | 'content';
  readonly bytes: Uint8Array;
}
