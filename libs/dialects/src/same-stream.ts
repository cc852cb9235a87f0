import type { Fault } from '@smart-router/core';
import type { Outcome, Tap } from './dialect.js';
import { incompleteStream } from './incomplete-stream.js';
import { joinBytes } from './join-bytes.js';
import type { Piece, ReplyStream } from './lane.js';
import { showModelInFrame } from './show-model.js';
import { openFrameSplitter } from './sse/split.js';

const encoder = new TextEncoder();
const lineFeed = 10;

/** What a passing stream of the same dialect needs. */
export interface SameStreamOptions {
  readonly tap: Tap;
  readonly requestId: string;
  readonly showModel: string | undefined;
}

/**
 * Passes an upstream's frames on while a tap watches them. A provider's error event ends the stream and is not passed
 * on: `outcome.fault` holds it, and `fail` phrases the end the caller gets.
 */
export function openSameStream(options: SameStreamOptions): ReplyStream {
  return new SameStream(options);
}

class SameStream implements ReplyStream {
  readonly #options: SameStreamOptions;
  readonly #splitter = openFrameSplitter();
  #contentSeen = false;
  #closed = false;

  constructor(options: SameStreamOptions) {
    this.#options = options;
  }

  get outcome(): Outcome {
    const seen = this.#options.tap.outcome;
    if (!this.#closed || seen.complete || seen.fault !== undefined) return seen;
    return { ...seen, fault: incompleteStream };
  }

  get contentSeen(): boolean {
    return this.#contentSeen;
  }

  push(bytes: Uint8Array): readonly Piece[] {
    const pieces: Piece[] = [];
    for (const frame of this.#splitter.push(bytes)) {
      const piece = this.#pass(frame);
      if (piece !== undefined) append(pieces, piece);
    }
    return pieces;
  }

  end(): readonly Piece[] {
    const pieces = this.#splitter.end().flatMap((frame) => this.#pass(closeFrame(frame)) ?? []);
    this.#closed = true;
    // Half a frame would swallow the error event that follows it.
    if (this.outcome.fault !== undefined) return [];
    const missing = this.#options.tap.missingEnd?.() ?? '';
    return missing === '' ? pieces : [...pieces, { kind: 'content', bytes: encoder.encode(missing) }];
  }

  fail(fault: Fault): Uint8Array {
    this.#closed = true;
    return encoder.encode(this.#options.tap.fail(fault, this.#options.requestId));
  }

  #pass(frame: Uint8Array): Piece | undefined {
    if (this.#closed) return undefined;
    const kind = this.#options.tap.see(frame);
    if (kind === 'remove') return undefined;
    if (kind === 'fault') {
      this.#closed = true;
      return undefined;
    }
    if (kind === 'content') this.#contentSeen = true;
    const { showModel } = this.#options;
    const bytes = showModel === undefined ? frame : showModelInFrame(frame, showModel);
    return { kind: this.#contentSeen ? 'content' : 'startup', bytes };
  }
}

/** Adds a piece, as one view together with the last one when their bytes lie side by side. */
function append(pieces: Piece[], piece: Piece): void {
  const last = pieces.at(-1);
  if (last === undefined || last.kind !== piece.kind || !touches(last.bytes, piece.bytes)) {
    pieces.push(piece);
    return;
  }
  const { buffer, byteOffset } = last.bytes;
  const bytes = new Uint8Array(buffer, byteOffset, last.bytes.length + piece.bytes.length);
  pieces[pieces.length - 1] = { kind: piece.kind, bytes };
}

function touches(left: Uint8Array, right: Uint8Array): boolean {
  return left.buffer === right.buffer && left.byteOffset + left.length === right.byteOffset;
}

/** A last frame whose blank line never came gets one: clients pass over a frame without. */
function closeFrame(frame: Uint8Array): Uint8Array {
  const missing = frame.at(-1) === lineFeed ? '\n' : '\n\n';
  return joinBytes([frame, encoder.encode(missing)]);
}
