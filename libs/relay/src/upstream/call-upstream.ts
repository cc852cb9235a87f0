import type { Dispatcher } from 'undici';
import type { UpstreamPools } from './upstream-pools.js';
import { decoderFor, type BodyDecoder } from '../decode-body.js';

/** One call at a provider. */
export interface UpstreamRequest {
  /** Scheme, host and port. */
  readonly origin: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly connectMs: number;
}

/** Reads a response header by its lower-case name. */
export type HeaderReader = (name: string) => string | undefined;

/** Told of the answer as it comes; after `onEnd` or `onError` nothing follows. */
export interface UpstreamListener {
  /** A connection is there, and the request begins to leave on it. */
  onStart(): void;
  onHead(status: number, header: HeaderReader): void;
  onData(chunk: Uint8Array): void;
  onEnd(): void;
  onError(error: Error): void;
}

/** A call under way. */
export interface UpstreamCall {
  /** Ends the call; the listener gets this error unless it was already told of an end. */
  abort(error: Error): void;
  pause(): void;
  resume(): void;
}

/** Sends a request with a whole body. Redirects are never followed; compressed answers are unpacked. */
export function callUpstream(pools: UpstreamPools, request: UpstreamRequest, listener: UpstreamListener): UpstreamCall {
  const handler = new CallHandler(listener);
  const pool = pools.poolFor(request.origin, request.connectMs);
  pool.dispatch({ path: request.path, method: 'POST', headers: request.headers, body: request.body }, handler);
  return handler;
}

/** Bridges undici's dispatch to a listener, and bears an abort that comes before the connection stands. */
class CallHandler implements Dispatcher.DispatchHandler, UpstreamCall {
  readonly #listener: UpstreamListener;
  #controller: Dispatcher.DispatchController | undefined;
  #decode: BodyDecoder | undefined;
  #ended = false;

  constructor(listener: UpstreamListener) {
    this.#listener = listener;
  }

  abort(error: Error): void {
    this.#controller?.abort(error);
    this.#fail(error);
  }

  pause(): void {
    (this.#decode ?? this.#controller)?.pause();
  }

  resume(): void {
    (this.#decode ?? this.#controller)?.resume();
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#ended) controller.abort(new Error('the call ended before it was sent'));
    else this.#listener.onStart();
  }

  onResponseStart(
    _controller: unknown,
    status: number,
    headers: Readonly<Record<string, string | string[] | undefined>>,
  ): void {
    if (this.#ended || status < 200) return;
    const header: HeaderReader = (name) => {
      const value = headers[name];
      return typeof value === 'string' ? value : value?.[0];
    };
    this.#decode = decoderFor(header('content-encoding'), {
      onData: (chunk) => this.#pass(chunk),
      onEnd: () => this.#end(),
      onError: (error) => this.#fail(error),
    });
    this.#listener.onHead(status, header);
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Uint8Array): void {
    if (this.#decode === undefined) this.#pass(chunk);
    else if (!this.#ended && !this.#decode.write(chunk, () => controller.resume())) controller.pause();
  }

  onResponseEnd(): void {
    if (this.#decode === undefined) this.#end();
    else this.#decode.end();
  }

  onResponseError(_controller: unknown, error: Error): void {
    this.#fail(error);
  }

  #pass(chunk: Uint8Array): void {
    if (!this.#ended) this.#listener.onData(chunk);
  }

  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#listener.onEnd();
  }

  #fail(error: Error): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#decode?.destroy();
    this.#listener.onError(error);
  }
}
