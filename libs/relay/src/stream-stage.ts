import type { Piece } from '@smart-router/dialects';
import { streamHeaders } from './answer-headers.js';
import type { AnswerHeaders, AnswerSink } from './answer-sink.js';
import type { ReadyTrip } from './journey-state.js';
import { startWatchdog, type Watchdog } from './upstream/watchdog.js';

const keepAlive = new TextEncoder().encode(': keep-alive\n\n');

/** What a stage needs to know. */
export interface StageOptions {
  readonly sink: AnswerSink;
  readonly headers: AnswerHeaders;
  readonly keepaliveIntervalMs: number;
  now(): number;
  /** Told when a comment opens the answer before anything of it is there. */
  onCommitted?(): void;
}

/** The stage of a request. A comment may open it before a target answers; its headers then name none. */
export function openStage(trip: ReadyTrip): StreamStage {
  return new StreamStage({
    sink: trip.sink,
    headers: streamHeaders(trip),
    keepaliveIntervalMs: trip.catalog.server.keepaliveIntervalMs,
    now: () => trip.house.ports.clock.now(),
    onCommitted: () => trip.trace.note('stream-committed'),
  });
}

/**
 * The caller's side of a streamed answer, over all attempts. Comments may open it early; `spoken` tells whether an event
 * of the dialect has left, after which no other target may answer.
 */
export class StreamStage {
  readonly #options: StageOptions;
  readonly #watchdog: Watchdog;
  #opened = false;
  #spokenAt: number | undefined;
  #lastWriteAt: number;
  #commitAt = Infinity;
  #answerHeaders: AnswerHeaders = {};

  constructor(options: StageOptions) {
    this.#options = options;
    this.#lastWriteAt = options.now();
    this.#watchdog = startWatchdog(options.now, () => this.#comment());
    this.#rest();
  }

  /** Whether the status 200 has left. */
  get opened(): boolean {
    return this.#opened;
  }

  /** Whether an event of the dialect has left. */
  get spoken(): boolean {
    return this.#spokenAt !== undefined;
  }

  /** When the first event of the dialect left. */
  get spokenAt(): number | undefined {
    return this.#spokenAt;
  }

  /** What the answer of this attempt says in headers, in place of what a former one said. Too late once opened. */
  useHeaders(headers: AnswerHeaders): void {
    this.#answerHeaders = headers;
  }

  /** At this moment the status and a comment go out, unless content came first. */
  commitBy(moment: number): void {
    if (this.#opened) return;
    this.#commitAt = moment;
    this.#rest();
  }

  /** Forgets a commit an attempt asked for that failed since. */
  forgetCommit(): void {
    this.#commitAt = Infinity;
    this.#rest();
  }

  /** Returns false when the caller reads slower than we write. */
  write(pieces: readonly Piece[]): boolean {
    if (pieces.length === 0) return true;
    let room = true;
    for (const piece of pieces) {
      this.#open();
      this.#spokenAt ??= this.#options.now();
      room = this.#options.sink.write(piece.bytes);
    }
    this.#lastWriteAt = this.#options.now();
    this.#rest();
    return room;
  }

  /** Ends the answer with these last bytes. */
  end(last: Uint8Array): void {
    this.#watchdog.stop();
    this.#open();
    if (last.length > 0) this.#options.sink.write(last);
    this.#options.sink.end();
  }

  /** Rests for ever: the answer goes another way. */
  close(): void {
    this.#watchdog.stop();
  }

  #open(): void {
    if (this.#opened) return;
    this.#opened = true;
    this.#commitAt = Infinity;
    this.#options.sink.begin(200, { ...this.#answerHeaders, ...this.#options.headers });
  }

  #comment(): void {
    if (!this.#opened) this.#options.onCommitted?.();
    this.#open();
    this.#options.sink.write(keepAlive);
    this.#lastWriteAt = this.#options.now();
    this.#rest();
  }

  #rest(): void {
    this.#watchdog.expectBy(Math.min(this.#commitAt, this.#lastWriteAt + this.#options.keepaliveIntervalMs));
  }
}
