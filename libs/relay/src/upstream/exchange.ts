import type { TimeoutPhase, Timeouts, UpstreamClass } from '@smart-router/core';
import type { Outcome, Piece, PreparedLane, ReplyStream, WireFault } from '@smart-router/dialects';
import type { AnswerHeaders } from '../answer-sink.js';
import type { HeaderReader, UpstreamRequest } from './call-upstream.js';
import type { UpstreamPools } from './upstream-pools.js';

/** One attempt: what to send and by which rules to wait. */
export interface Exchange {
  readonly pools: UpstreamPools;
  readonly request: UpstreamRequest;
  readonly lane: PreparedLane;
  readonly timeouts: Timeouts;
  /** The first-token limit that applies, longer when reasoning was asked for. */
  readonly firstTokenMs: number;
  /** The headers of the caller's answer, once those of the provider's have come. */
  readonly answerHeaders: (header: HeaderReader) => AnswerHeaders;
  readonly readFault: (status: number, body: Uint8Array) => WireFault;
  now(): number;
  /** Calls back when the caller goes and the call is to end with it. */
  whenGone(listener: () => void): void;
}

/** What an attempt at a whole answer needs. */
export type WholeOrder = Omit<Exchange, 'lane' | 'firstTokenMs'> & { readonly lane: Pick<PreparedLane, 'readWhole'> };

/** How an attempt ended. */
export type ExchangeResult = WholeResult | StreamResult | FailedResult;

/** A whole answer, translated. */
export interface WholeResult {
  readonly kind: 'whole';
  readonly body: Uint8Array;
  readonly headers: AnswerHeaders;
  readonly outcome: Outcome;
  readonly timing: Timing;
}

/** A stream of which something left for the caller. */
export interface StreamResult {
  readonly kind: 'streamed';
  readonly outcome: Outcome;
  readonly stream: ReplyStream;
  /** Held back until the ledger has its row: what ends a good stream. */
  readonly tail: readonly Piece[];
  /** Why the stream broke; `undefined` when it came to its proper end. */
  readonly broken: AttemptFailure | undefined;
  readonly timing: Timing;
}

/** Nothing left for the caller; another target may be asked. */
export interface FailedResult {
  readonly kind: 'failed';
  readonly failure: AttemptFailure;
  readonly timing: Timing;
}

/** Why an attempt failed. */
export interface AttemptFailure {
  readonly errorClass: UpstreamClass;
  readonly status: number | undefined;
  readonly wire: WireFault | undefined;
  /** The provider's error body as it came, for a caller of the same dialect. */
  readonly body: Uint8Array | undefined;
  readonly retryAfterMs: number | undefined;
  readonly message: string;
  /** The limit of time that ended the attempt; absent when it was something else. */
  readonly timeoutPhase?: TimeoutPhase | undefined;
}

/** When things happened, in milliseconds after the attempt began; `undefined` when they did not. */
export interface Timing {
  /** The connection was there, and the request began to leave. */
  readonly connectedMs: number | undefined;
  readonly firstByteMs: number | undefined;
  readonly firstTokenMs: number | undefined;
  /** How long the provider was kept waiting in all, since the caller read slower than it wrote. */
  readonly pausedMs: number;
  readonly status: number | undefined;
  /** The provider's own name of the call. */
  readonly requestId: string | undefined;
  /** Of the answer's body, unpacked, as far as it was read. */
  readonly responseBytes: number;
}

/** An error answer is read up to this; more of it helps nobody. */
export const maxErrorBytes = 65_536;

/** Of a stream at most this comes without anything for the caller; then it is broken. Large frames have room. */
export const maxSilentBytes = 67_108_864;

/** A whole answer is read up to this; a provider that sends more is broken. */
export const maxReplyBytes = 134_217_728;
