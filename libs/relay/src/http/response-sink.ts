import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AnswerHeaders, AnswerSink } from '../answer-sink.js';

/** What is left of a refused upload is thrown away up to this, so that the caller gets to read the refusal. */
const maxDiscardedBytes = 268_435_456;

/** Nobody gets longer than this to send what is thrown away. */
const discardMs = 5000;

/** The sink of a node:http response. */
export class ResponseSink implements AnswerSink {
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #goneListeners: (() => void)[] = [];
  #gone = false;

  constructor(request: IncomingMessage, response: ServerResponse) {
    this.#request = request;
    this.#response = response;
    response.on('close', () => this.#close());
    // A socket error is followed by `close`, which is what counts.
    response.on('error', () => undefined);
  }

  get gone(): boolean {
    return this.#gone;
  }

  whenGone(listener: () => void): void {
    if (this.#gone) listener();
    else this.#goneListeners.push(listener);
  }

  whole(status: number, headers: AnswerHeaders, body: Uint8Array): void {
    if (this.#gone || this.#response.headersSent) return;
    this.#response.writeHead(status, { 'content-length': body.length, ...headers });
    this.#response.end(body);
    if (!this.#request.complete) discardUpload(this.#request);
  }

  begin(status: number, headers: AnswerHeaders): void {
    if (this.#gone || this.#response.headersSent) return;
    this.#response.writeHead(status, headers);
  }

  write(bytes: Uint8Array): boolean {
    return this.#gone || this.#response.write(bytes);
  }

  whenDrained(listener: () => void): void {
    if (this.#gone || !this.#response.writableNeedDrain) queueMicrotask(listener);
    else this.#awaitRoom(listener);
  }

  end(): void {
    if (!this.#gone) this.#response.end();
  }

  #awaitRoom(listener: () => void): void {
    let called = false;
    const once = (): void => {
      if (called) return;
      called = true;
      listener();
    };
    this.#response.once('drain', once);
    this.whenGone(once);
  }

  #close(): void {
    if (this.#response.writableFinished) return;
    this.#gone = true;
    for (const listener of this.#goneListeners.splice(0)) listener();
  }
}

/** Reads and forgets the rest of an upload, bounded in bytes and time; then the connection goes. */
function discardUpload(request: IncomingMessage): void {
  let left = maxDiscardedBytes;
  const timer = setTimeout(() => request.destroy(), discardMs).unref();
  request.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) request.destroy();
  });
  request.on('close', () => clearTimeout(timer));
  request.resume();
}
