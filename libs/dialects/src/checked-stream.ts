import type { Fault } from '@smart-router/core';
import type { Outcome, StreamReader } from './dialect.js';
import type { Piece, ReplyStream } from './lane.js';
import type { WireFault } from './neutral/events.js';

/**
 * A passing stream that is also read: what its frames say wrongly is a fault, where a tap lets it pass for the caller to
 * judge. For answers that can still be asked for elsewhere.
 */
export function openCheckedStream(stream: ReplyStream, reader: StreamReader): ReplyStream {
  return new CheckedStream(stream, reader);
}

class CheckedStream implements ReplyStream {
  readonly #stream: ReplyStream;
  readonly #reader: StreamReader;
  #fault: WireFault | undefined;

  constructor(stream: ReplyStream, reader: StreamReader) {
    this.#stream = stream;
    this.#reader = reader;
  }

  get outcome(): Outcome {
    const seen = this.#stream.outcome;
    return this.#fault === undefined || seen.fault !== undefined
      ? seen
      : { ...seen, fault: this.#fault, complete: false };
  }

  get contentSeen(): boolean {
    return this.#stream.contentSeen;
  }

  push(bytes: Uint8Array): readonly Piece[] {
    const pieces = this.#stream.push(bytes);
    for (const event of this.#reader.push(bytes)) if (event.kind === 'fault') this.#fault ??= event.fault;
    return pieces;
  }

  end(): readonly Piece[] {
    return this.#stream.end();
  }

  fail(fault: Fault): Uint8Array {
    return this.#stream.fail(fault);
  }
}
