import type { WireFault } from '@smart-router/dialects';
import type { HeaderReader } from './call-upstream.js';
import { classifyFault } from './classify.js';
import type { AttemptFailure } from './exchange.js';
import { readRetryAfter } from './retry-after.js';
import { CallEnded, classifyError, timeoutPhaseOf } from './upstream-error.js';

/** An error answer as a failure. */
export function failureOfAnswer(
  wire: WireFault,
  answer: { readonly body: Uint8Array; readonly header: HeaderReader; readonly nowMs: number },
): AttemptFailure {
  return {
    errorClass: classifyFault(wire),
    status: wire.status,
    wire,
    body: answer.body,
    retryAfterMs: readRetryAfter(answer.header, answer.nowMs) ?? wire.retryAfterMs,
    message: wire.message,
  };
}

/** A fault inside a 200 answer or stream as a failure. */
export function failureOfWire(wire: WireFault, status: number): AttemptFailure {
  const { retryAfterMs, message } = wire;
  return { errorClass: classifyFault(wire), ...emptyFailure, status, wire, retryAfterMs, message };
}

/** A socket error, or a call we ended, as a failure. Once an answer has begun, a lost socket is a broken stream. */
export function failureOfError(error: Error, status: number | undefined): AttemptFailure {
  const errorClass = classifyError(error);
  const message =
    error instanceof CallEnded
      ? error.message
      : `connection lost (${'code' in error ? String(error.code) : error.name})`;
  if (errorClass === 'reset' && status !== undefined)
    return { errorClass: 'broken_stream', ...emptyFailure, status, message };
  return { errorClass, ...emptyFailure, status, message, timeoutPhase: timeoutPhaseOf(error) };
}

const emptyFailure = { wire: undefined, body: undefined, retryAfterMs: undefined } as const;
