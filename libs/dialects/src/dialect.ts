import type { AskFacts, Capabilities, DialectName, Fault, IssuedState, Result, TokenCounts } from '@smart-router/core';
import type { Billing } from './billing.js';
import type { JsonText } from './json/json-text.js';
import type { NeutralAsk, ToolForm } from './neutral/ask.js';
import type { FinishReason, NeutralEvent, WireFault } from './neutral/events.js';
import type { Note } from './neutral/note.js';
import type { NeutralReply } from './neutral/reply.js';

/**
 * A wire dialect. Six functions translate (`readAsk`, `writeAsk`, `readReply`, `writeReply`, `openReader`,
 * `openWriter`), always to or from the neutral form, never for a pair; the rest is passthrough and phrasing.
 */
export interface Dialect {
  readonly name: DialectName;
  /** Appended to a provider's base URL, e.g. `/chat/completions`. */
  readonly path: string;

  /** What routing needs to know of a body; refuses a body that is not this dialect, naming the field. */
  readFacts(body: JsonText): Result<AskFacts>;

  readAsk(body: JsonText): Result<NeutralAsk>;
  /** Refuses content that must not be lost and has no place here. */
  writeAsk(ask: NeutralAsk, target: WriteTarget): Result<WrittenAsk>;
  /** Events of a whole, successful reply body, in the same order its stream would give them. */
  readReply(body: JsonText, context: ReadContext): readonly NeutralEvent[];
  /** The whole reply as a JSON tree (may hold `JsonText`). */
  writeReply(reply: NeutralReply, context: WriteContext): unknown;
  openReader(context: ReadContext): StreamReader;
  openWriter(context: WriteContext): StreamWriter;

  /** Same lane: the named top-level patches that carry the body to a target. */
  patch(body: JsonText, target: PatchTarget): readonly Patch[];
  /** Same lane: watches a stream pass. */
  openTap(context: TapContext): Tap;
  /** Same lane: usage and finish of a whole reply body. */
  readOutcome(body: JsonText): Outcome;

  /** The provider's error in its own words; `body` is `undefined` when it was not JSON. */
  readFault(status: number, body: JsonText | undefined): WireFault;
  /** The error envelope of this dialect as a JSON tree. */
  writeFault(fault: Fault, requestId: string): unknown;
  /** Frames that end a stream with an error and without the event that means success. */
  writeStreamFault(fault: Fault, context: StreamFaultContext): string;
  /** The dialect's token counts → ours; for `usage` objects wherever they occur. */
  readUsage(usage: unknown): TokenCounts;
}

/** What `writeAsk` must know of the target. */
export interface WriteTarget {
  /** The model name sent upstream. */
  readonly model: string;
  readonly issuer: string;
  readonly capabilities: Capabilities;
  /** The cap sent where the dialect demands one and the caller sent none. */
  readonly defaultMaxTokens: number;
}

/** A request body in a target's dialect, with what had to be changed on the way. */
export interface WrittenAsk {
  /** A JSON tree for `writeJson` (may hold `JsonText`). */
  readonly body: unknown;
  readonly notes: readonly Note[];
  /** Tools renamed for the target: wire name → the tool as the caller knows it. Empty when none was. */
  readonly toolNames: ToolNames;
}

/** Wire name → the caller's tool. Restores renamed, namespaced and custom tools on the way back. */
export type ToolNames = ReadonlyMap<
  string,
  { readonly name: string; readonly namespace?: string; readonly form?: ToolForm }
>;

/** What a reader of answers must know. */
export interface ReadContext {
  /** Who issued the answer, for its proofs. */
  readonly issuer: string;
  readonly toolNames: ToolNames;
}

/** What a writer of answers must know. */
export interface WriteContext {
  readonly requestId: string;
  /** The `model` the answer shows. */
  readonly model: string | undefined;
  /** Seconds since the epoch, for `created` fields. */
  readonly createdSeconds: number;
  /** The ask that is answered: Responses echoes much of it. */
  readonly ask: NeutralAsk;
}

/** Incremental: bytes in, neutral events out. Never throws on what a provider sends: a bad frame is a `fault` event. */
export interface StreamReader {
  push(bytes: Uint8Array): readonly NeutralEvent[];
  /** The upstream closed. Emits what was held, and a `fault` when the stream had not finished. */
  end(): readonly NeutralEvent[];
  /** What the provider said so far of the charge; absent when it said nothing. The same object until it says more. */
  readonly billing?: Billing | undefined;
}

/** Incremental: neutral events in, whole SSE frames out. */
export interface StreamWriter {
  push(event: NeutralEvent): string;
  /** Ends a finished stream with the dialect's success terminal; empty after a fault. */
  end(): string;
  /** Ends the stream with an error, and without the success terminal. */
  fail(fault: Fault): string;
}

/** What a same-lane patch needs. */
export interface PatchTarget {
  readonly model: string;
  readonly capabilities: Capabilities;
  /** Bare proofs in the body that this target did not issue and would refuse; none when left out. */
  readonly strangeProofs?: ReadonlySet<string> | undefined;
}

/** Replaces the bytes from `start` to `end` of a body; `start === end` inserts. Patches never overlap. */
export interface Patch {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** What it takes from the caller's words; absent when nothing is lost. */
  readonly note?: Note;
}

/** What a tap must know. */
export interface TapContext {
  /** Remove the usage-only chunk again that a patch asked for. */
  readonly removeUsage: boolean;
  /** How many answers the caller asked for, in Chat; absent: one. */
  readonly choices?: number;
}

/** Watches whole frames of a passing stream and parses only those that can carry usage, finish or a fault. */
export interface Tap {
  /**
   * `startup`: carries no content yet and may be held · `content` · `quiet`: a comment or ping ·
   * `remove`: was added for us · `fault`: an error event; `outcome.fault` tells.
   */
  see(frame: Uint8Array): FrameKind;
  readonly outcome: Outcome;
  /** Frames that end this stream with an error. */
  fail(fault: Fault, requestId: string): string;
  /** The last frame of a complete answer whose provider left it out; '' when it came. Absent where none can be missing. */
  missingEnd?(): string;
}

/** See {@link Tap.see}. */
export type FrameKind = 'startup' | 'content' | 'quiet' | 'remove' | 'fault';

/** What became of an answer, as far as it was seen. */
export interface Outcome {
  readonly id: string | undefined;
  readonly model: string | undefined;
  readonly finish: FinishReason | undefined;
  readonly tokens: TokenCounts;
  readonly fault: WireFault | undefined;
  /** Whether the answer came to its proper end (finish seen, even when the sentinel was missing). */
  readonly complete: boolean;
  /** What the answer gave its caller that only its issuer can read again; `undefined` when there is none. */
  readonly state?: readonly IssuedState[] | undefined;
  /** What the provider said of the charge; `undefined` when it said nothing. */
  readonly billing?: Billing | undefined;
}

/** What an error event in a stream must know. */
export interface StreamFaultContext {
  readonly requestId: string;
  /** The next sequence number, for dialects that count (0 when nothing left yet). */
  readonly sequenceNumber: number;
}
