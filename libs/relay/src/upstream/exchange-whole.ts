import { gatherBytes } from '@smart-router/dialects';
import { callUpstream, type HeaderReader, type UpstreamCall, type UpstreamListener } from './call-upstream.js';
import {
  maxErrorBytes,
  maxReplyBytes,
  type AttemptFailure,
  type FailedResult,
  type Timing,
  type WholeOrder,
  type WholeResult,
} from './exchange.js';
import { failureOfAnswer, failureOfError } from './failure.js';
import { CallEnded } from './upstream-error.js';
import { upstreamRequestId } from './upstream-request-id.js';
import { startWatchdog, type Watchdog } from './watchdog.js';

/** Asks for a whole answer. Only the connect and total limits apply: headers come after generation. Never rejects. */
export function exchangeWhole(exchange: WholeOrder): Promise<WholeResult | FailedResult> {
  return new Promise((resolve) => new WholeExchange(exchange, resolve).start());
}

/** Collects one whole answer. */
class WholeExchange implements UpstreamListener {
  readonly #exchange: WholeOrder;
  readonly #resolve: (result: WholeResult | FailedResult) => void;
  readonly #startedAt: number;
  readonly #watchdog: Watchdog;
  readonly #body = gatherBytes();
  #call: UpstreamCall | undefined;
  #status: number | undefined;
  #header: HeaderReader = () => undefined;
  #connectedMs: number | undefined;
  #firstByteMs: number | undefined;
  #responseBytes = 0;

  constructor(exchange: WholeOrder, resolve: (result: WholeResult | FailedResult) => void) {
    this.#exchange = exchange;
    this.#resolve = resolve;
    this.#startedAt = exchange.now();
    this.#watchdog = startWatchdog(
      () => exchange.now(),
      () => this.#call?.abort(new CallEnded({ kind: 'timeout', phase: 'total' })),
    );
  }

  start(): void {
    const { totalMs } = this.#exchange.timeouts;
    if (totalMs > 0) this.#watchdog.expectBy(this.#startedAt + totalMs);
    this.#call = callUpstream(this.#exchange.pools, this.#exchange.request, this);
    this.#exchange.whenGone(() => this.#call?.abort(new CallEnded({ kind: 'caller-gone' })));
  }

  onStart(): void {
    this.#connectedMs = this.#exchange.now() - this.#startedAt;
  }

  onHead(status: number, header: HeaderReader): void {
    this.#status = status;
    this.#header = header;
    this.#firstByteMs = this.#exchange.now() - this.#startedAt;
  }

  onData(chunk: Uint8Array): void {
    this.#responseBytes += chunk.length;
    const size = this.#body.size + chunk.length;
    if (size <= (this.#isSuccess() ? maxReplyBytes : maxErrorBytes)) this.#body.push(chunk);
    else this.#overflow();
  }

  onEnd(): void {
    const body = this.#body.joined();
    if (!this.#isSuccess()) return this.#failWith(this.#status ?? 0, body);
    const answer = this.#exchange.lane.readWhole(body);
    if (!answer.ok || answer.value.outcome.fault !== undefined) return this.#failWith(200, body);
    this.#finish({
      kind: 'whole',
      headers: this.#exchange.answerHeaders(this.#header),
      ...answer.value,
      timing: this.#timing(),
    });
  }

  onError(error: Error): void {
    this.#fail(failureOfError(error, this.#status));
  }

  /** Of an error the beginning is enough; a larger answer is broken. */
  #overflow(): void {
    if (this.#isSuccess()) {
      this.#call?.abort(new Error(`the answer is larger than ${maxReplyBytes} bytes`));
      return;
    }
    this.onEnd();
    this.#call?.abort(new CallEnded({ kind: 'done' }));
  }

  #failWith(status: number, body: Uint8Array): void {
    const wire = this.#exchange.readFault(status, body);
    this.#fail(failureOfAnswer(wire, { body, header: this.#header, nowMs: this.#exchange.now() }));
  }

  #fail(failure: AttemptFailure): void {
    this.#finish({ kind: 'failed', failure, timing: this.#timing() });
  }

  #finish(result: WholeResult | FailedResult): void {
    this.#watchdog.stop();
    this.#resolve(result);
  }

  #timing(): Timing {
    return {
      connectedMs: this.#connectedMs,
      firstByteMs: this.#firstByteMs,
      firstTokenMs: undefined,
      pausedMs: 0,
      status: this.#status,
      requestId: upstreamRequestId(this.#header),
      responseBytes: this.#responseBytes,
    };
  }

  #isSuccess(): boolean {
    return this.#status !== undefined && this.#status >= 200 && this.#status < 300;
  }
}
