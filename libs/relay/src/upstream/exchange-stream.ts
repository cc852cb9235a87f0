import type { TimeoutPhase } from '@smart-router/core';
import type { Piece, ReplyStream } from '@smart-router/dialects';
import type { AnswerSink } from '../answer-sink.js';
import type { StreamStage } from '../stream-stage.js';
import { callUpstream, type HeaderReader, type UpstreamCall, type UpstreamListener } from './call-upstream.js';
import {
  maxErrorBytes,
  maxSilentBytes,
  type AttemptFailure,
  type Exchange,
  type FailedResult,
  type StreamResult,
  type Timing,
} from './exchange.js';
import { failureOfAnswer, failureOfError, failureOfWire } from './failure.js';
import { overlongStream, silentStream, unfinishedStream } from './stream-breaks.js';
import { CallEnded } from './upstream-error.js';
import { upstreamRequestId } from './upstream-request-id.js';
import { startWatchdog, type Watchdog } from './watchdog.js';

/** After finish was seen without the provider closing, the answer is ended by us. */
const lingerMs = 1000;

/** However much the provider still says after its finish, it is listened to no longer than this. */
const maxLingerMs = 5000;

/** What a streamed attempt needs beyond an exchange. */
export interface StreamExchangeOptions {
  readonly stage: StreamStage;
  readonly sink: AnswerSink;
  /** Start-up events are held at most this long before status and a comment go out. */
  readonly commitAfterMs: number;
  /** What becomes of the upstream's bytes on their way to the caller. */
  readonly stream: ReplyStream;
  /** Whether the caller is told as it comes, or when all of it has come. */
  readonly release: 'at-once' | 'when-whole';
}

/** Asks for a stream and passes it on as it comes. Never rejects. */
export function exchangeStream(
  exchange: Exchange,
  options: StreamExchangeOptions,
): Promise<StreamResult | FailedResult> {
  return new Promise((resolve) => new StreamExchange(exchange, options, resolve).start());
}

/** The states of one streamed attempt: waiting for headers, then the first content, then more, then the end. */
class StreamExchange implements UpstreamListener {
  readonly #exchange: Exchange;
  readonly #options: StreamExchangeOptions;
  readonly #resolve: (result: StreamResult | FailedResult) => void;
  readonly #stream: ReplyStream;
  readonly #watchdog: Watchdog;
  readonly #startedAt: number;
  readonly #held: Piece[] = [];
  readonly #errorBody: Uint8Array[] = [];
  #errorBytes = 0;
  /** Bytes that came since something left for the caller. */
  #silentBytes = 0;
  #completeAt: number | undefined;
  #call: UpstreamCall | undefined;
  #header: HeaderReader = () => undefined;
  #status: number | undefined;
  #isStream = false;
  #connectedMs: number | undefined;
  #firstByteMs: number | undefined;
  #responseBytes = 0;
  #firstTokenMs: number | undefined;
  #paused = false;
  #pausedAt = 0;
  #pausedMs = 0;
  #settled = false;
  #phase: TimeoutPhase = 'first-byte';

  constructor(
    exchange: Exchange,
    options: StreamExchangeOptions,
    resolve: (result: StreamResult | FailedResult) => void,
  ) {
    this.#exchange = exchange;
    this.#options = options;
    this.#resolve = resolve;
    this.#stream = options.stream;
    this.#startedAt = exchange.now();
    this.#watchdog = startWatchdog(
      () => exchange.now(),
      () => this.#expire(),
    );
  }

  start(): void {
    this.#expect('first-byte', this.#startedAt, this.#exchange.timeouts.firstByteMs);
    this.#call = callUpstream(this.#exchange.pools, this.#exchange.request, this);
    this.#exchange.whenGone(() => this.#call?.abort(new CallEnded({ kind: 'caller-gone' })));
  }

  onStart(): void {
    this.#connectedMs = this.#exchange.now() - this.#startedAt;
  }

  onHead(status: number, header: HeaderReader): void {
    const now = this.#exchange.now();
    this.#status = status;
    this.#header = header;
    this.#firstByteMs = now - this.#startedAt;
    this.#isStream = status === 200 && (header('content-type') ?? '').includes('text/event-stream');
    if (this.#isStream) {
      this.#options.stage.useHeaders(this.#exchange.answerHeaders(header));
      this.#options.stage.commitBy(now + this.#options.commitAfterMs);
    }
    this.#expect('first-token', this.#startedAt, this.#exchange.firstTokenMs);
  }

  onData(chunk: Uint8Array): void {
    if (this.#settled) return;
    this.#responseBytes += chunk.length;
    if (!this.#isStream) return this.#keepErrorBytes(chunk);
    this.#silentBytes += chunk.length;
    this.#take(this.#stream.push(chunk));
    if (this.#silentBytes > maxSilentBytes && !this.#settled) this.#silence();
  }

  onEnd(): void {
    if (this.#settled) return;
    if (this.#isStream) this.#finish();
    else this.#failWithBody();
  }

  onError(error: Error): void {
    if (this.#settled) return;
    if (this.#stream.outcome.complete) this.#finish();
    else this.#break(failureOfError(error, this.#isStream ? this.#status : undefined));
  }

  #take(pieces: readonly Piece[]): void {
    if (this.#settled) return;
    const { outcome, contentSeen } = this.#stream;
    if (contentSeen) this.#speak(pieces);
    else this.#held.push(...pieces);
    if (outcome.fault !== undefined) this.#break(failureOfWire(outcome.fault, 200));
    else if (outcome.complete) this.#linger();
    else if (this.#firstTokenMs !== undefined)
      this.#expect('idle', this.#exchange.now(), this.#exchange.timeouts.idleMs);
  }

  #linger(): void {
    const now = this.#exchange.now();
    this.#completeAt ??= now;
    this.#expect('idle', now, Math.max(1, Math.min(lingerMs, this.#completeAt + maxLingerMs - now)));
  }

  /** The provider talks and says nothing, or more than is held: no memory is given to that. */
  #silence(): void {
    const words = this.#options.release === 'when-whole' && this.#stream.contentSeen ? overlongStream : silentStream;
    if (this.#stream.outcome.complete) this.#finish();
    else this.#break(failureOfWire(words, 200));
    this.#call?.abort(new CallEnded({ kind: 'done' }));
  }

  /** Once finish was seen, what follows is held until the ledger has its row. What is told when whole is held from the start. */
  #speak(pieces: readonly Piece[]): void {
    const { outcome } = this.#stream;
    this.#firstTokenMs ??= this.#exchange.now() - this.#startedAt;
    this.#held.push(...pieces);
    if (outcome.complete || outcome.fault !== undefined || this.#options.release === 'when-whole') return;
    this.#silentBytes = 0;
    if (!this.#options.stage.write(this.#held.splice(0))) this.#pause();
  }

  #pause(): void {
    if (this.#paused) return;
    this.#paused = true;
    this.#pausedAt = this.#exchange.now();
    this.#call?.pause();
    this.#watchdog.expectBy(this.#totalDeadline());
    this.#options.sink.whenDrained(() => {
      this.#paused = false;
      this.#pausedMs += this.#exchange.now() - this.#pausedAt;
      this.#expect('idle', this.#exchange.now(), this.#exchange.timeouts.idleMs);
      this.#call?.resume();
    });
  }

  /** Nothing more comes from upstream: the stream says whether that is an end or a break. */
  #finish(): void {
    this.#take(this.#stream.end());
    if (this.#settled) return;
    if (this.#stream.outcome.complete) this.#settle({ broken: undefined, tail: this.#held });
    else this.#break(failureOfWire(unfinishedStream, 200));
  }

  /** Ends an attempt that went wrong: as failed while nothing has left, else as a broken stream. */
  #break(failure: AttemptFailure): void {
    if (this.#options.stage.spoken) this.#settle({ broken: failure, tail: this.#held });
    else this.#fail(failure);
    this.#call?.abort(new CallEnded({ kind: 'done' }));
  }

  #settle(end: { readonly broken: AttemptFailure | undefined; readonly tail: readonly Piece[] }): void {
    this.#settled = true;
    this.#watchdog.stop();
    this.#resolve({
      kind: 'streamed',
      outcome: this.#stream.outcome,
      stream: this.#stream,
      timing: this.#timing(),
      ...end,
    });
  }

  #fail(failure: AttemptFailure): void {
    this.#settled = true;
    this.#watchdog.stop();
    this.#options.stage.forgetCommit();
    this.#resolve({ kind: 'failed', failure, timing: this.#timing() });
  }

  #failWithBody(): void {
    const body = Buffer.concat(this.#errorBody);
    const wire = this.#exchange.readFault(this.#status ?? 0, body);
    this.#fail(failureOfAnswer(wire, { body, header: this.#header, nowMs: this.#exchange.now() }));
  }

  #keepErrorBytes(chunk: Uint8Array): void {
    this.#errorBytes += chunk.length;
    if (this.#errorBytes <= maxErrorBytes) this.#errorBody.push(chunk);
    else {
      this.#failWithBody();
      this.#call?.abort(new CallEnded({ kind: 'done' }));
    }
  }

  #timing(): Timing {
    return {
      connectedMs: this.#connectedMs,
      firstByteMs: this.#firstByteMs,
      firstTokenMs: this.#firstTokenMs,
      pausedMs: this.#pausedMs + (this.#paused ? this.#exchange.now() - this.#pausedAt : 0),
      status: this.#status,
      requestId: upstreamRequestId(this.#header),
      responseBytes: this.#responseBytes,
    };
  }

  #expect(phase: TimeoutPhase, from: number, limitMs: number): void {
    this.#phase = phase;
    if (this.#settled || this.#paused) return;
    const limit = limitMs > 0 ? from + limitMs : Infinity;
    const deadline = Math.min(limit, this.#totalDeadline() ?? Infinity);
    this.#watchdog.expectBy(deadline === Infinity ? undefined : deadline);
  }

  #totalDeadline(): number | undefined {
    const { totalMs } = this.#exchange.timeouts;
    return totalMs > 0 ? this.#startedAt + totalMs : undefined;
  }

  #expire(): void {
    if (this.#stream.outcome.complete) {
      this.#finish();
      this.#call?.abort(new CallEnded({ kind: 'done' }));
      return;
    }
    const phase = this.#exchange.now() >= (this.#totalDeadline() ?? Infinity) ? 'total' : this.#phase;
    this.#call?.abort(new CallEnded({ kind: 'timeout', phase }));
  }
}
