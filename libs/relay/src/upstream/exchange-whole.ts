import { callUpstream, type HeaderReader, type UpstreamCall } from './call-upstream.js';
import {
  maxErrorBytes,
  maxReplyBytes,
  type AttemptFailure,
  type Exchange,
  type FailedResult,
  type WholeResult,
} from './exchange.js';
import { failureOfAnswer, failureOfError } from './failure.js';
import { CallEnded } from './upstream-error.js';
import { startWatchdog } from './watchdog.js';

/** Asks for a whole answer. Only the connect and total limits apply: headers come after generation. Never rejects. */
export function exchangeWhole(exchange: Exchange): Promise<WholeResult | FailedResult> {
  return new Promise((resolve) => {
    const startedAt = exchange.now();
    const chunks: Uint8Array[] = [];
    let size = 0;
    let status: number | undefined;
    let header: HeaderReader = () => undefined;
    let firstByteMs: number | undefined;

    const timing = () => ({ firstByteMs, firstTokenMs: undefined, status });
    const fail = (failure: AttemptFailure): void => finish({ kind: 'failed', failure, timing: timing() });
    const finish = (result: WholeResult | FailedResult): void => {
      watchdog.stop();
      resolve(result);
    };
    const watchdog = startWatchdog(
      () => exchange.now(),
      () => call.abort(new CallEnded({ kind: 'timeout', phase: 'total' })),
    );
    if (exchange.timeouts.totalMs > 0) watchdog.expectBy(startedAt + exchange.timeouts.totalMs);

    const call: UpstreamCall = callUpstream(exchange.pools, exchange.request, {
      onHead(head, reader) {
        status = head;
        header = reader;
        firstByteMs = exchange.now() - startedAt;
      },
      onData(chunk) {
        size += chunk.length;
        if (size <= limitFor(status)) chunks.push(chunk);
        else if (isSuccess(status)) call.abort(new Error(`the answer is larger than ${maxReplyBytes} bytes`));
        else {
          end();
          call.abort(new CallEnded({ kind: 'done' }));
        }
      },
      onEnd: end,
      onError(error) {
        fail(failureOfError(error, status));
      },
    });
    exchange.whenGone(() => call.abort(new CallEnded({ kind: 'caller-gone' })));

    function end(): void {
      const body = chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
      if (!isSuccess(status)) {
        fail(failureOfAnswer(exchange.readFault(status ?? 0, body), { body, header, nowMs: exchange.now() }));
        return;
      }
      const answer = exchange.lane.readWhole(body);
      if (answer.ok && answer.value.outcome.fault === undefined) {
        finish({ kind: 'whole', body: answer.value.body, outcome: answer.value.outcome, timing: timing() });
      } else fail(failureOfAnswer(exchange.readFault(200, body), { body, header, nowMs: exchange.now() }));
    }
  });
}

function isSuccess(status: number | undefined): boolean {
  return status !== undefined && status >= 200 && status < 300;
}

function limitFor(status: number | undefined): number {
  return isSuccess(status) ? maxReplyBytes : maxErrorBytes;
}
