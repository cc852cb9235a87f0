import type { Fault } from '@smart-router/core';
import type { StreamFaultContext } from '../dialect.js';
import { filledString, isRecord, objectOf, stringOf, type WireObject } from '../json/guards.js';
import type { JsonText } from '../json/json-text.js';
import type { WireFault } from '../neutral/events.js';
import { readRetryHint } from '../read-retry-hint.js';
import { formatEvent } from '../sse/format.js';

/** Bound of a provider's message, in characters. */
const messageLimit = 2000;

/** The provider's error in its own words, of any HTTP status. */
export function readFault(status: number, body: JsonText | undefined): WireFault {
  const fault = body === undefined ? undefined : faultIn(body.value);
  if (fault !== undefined) return { ...fault, status };
  const message = `status ${status} without an error object`;
  return { status, type: undefined, code: undefined, param: undefined, message };
}

/** The error inside a parsed body or event, of this shape or of a compatible server's; `undefined` when it has none. */
export function faultIn(value: unknown): WireFault | undefined {
  if (!isRecord(value)) return undefined;
  const { error } = value;
  if (isRecord(error)) return wireFault(error, filledString(error['message']) ?? JSON.stringify(error));
  if (value['type'] === 'message') return undefined;
  const text = [error, value['message'], value['detail']].map(filledString).find((word) => word !== undefined);
  return text === undefined ? undefined : wireFault(value, text);
}

/** A failure of the stream itself, in the words of a provider's. */
export function brokenStream(type: string, message: string): WireFault {
  return { status: undefined, type, code: undefined, param: undefined, message };
}

/**
 * The error envelope. Clients tell finer kinds by `details.error_code`, so a fault's own code goes there.
 * @see https://docs.anthropic.com/en/api/errors
 */
export function writeFault(fault: Fault, requestId: string): WireObject {
  const code = fault.code === undefined ? {} : { error_code: fault.code };
  return {
    type: 'error',
    error: {
      type: fault.type,
      message: fault.message,
      details: { request_id: requestId, ...code, ...fault.details },
    },
    request_id: requestId,
  };
}

/** One `error` event; the stream then ends without `message_stop`. */
export function writeStreamFault(fault: Fault, context: StreamFaultContext): string {
  return formatEvent('error', JSON.stringify(writeFault(fault, context.requestId)));
}

function wireFault(error: WireObject, message: string): WireFault {
  const code = objectOf(error['details'])['error_code'] ?? error['code'];
  return {
    status: undefined,
    type: filledString(error['type']),
    code: typeof code === 'number' ? String(code) : filledString(code),
    param: stringOf(error['param']),
    message: message.slice(0, messageLimit),
    ...readRetryHint(error),
  };
}
