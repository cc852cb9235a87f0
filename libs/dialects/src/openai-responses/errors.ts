import { timeOfRequestId, type Fault } from '@smart-router/core';
import type { StreamFaultContext } from '../dialect.js';
import { filledString, isRecord, objectOf, stringOf, type WireObject } from '../json/guards.js';
import type { JsonText } from '../json/json-text.js';
import type { WireFault } from '../neutral/events.js';
import { readRetryHint } from '../read-retry-hint.js';
import { formatEvent } from '../sse/format.js';
import { idsOf } from './ids.js';

/** Bound of a provider's message, in characters. */
const messageLimit = 2000;

/** The provider's error in its own words, of any HTTP status. */
export function readFault(status: number, body: JsonText | undefined): WireFault {
  const fault = body === undefined ? undefined : faultIn(body.value);
  if (fault !== undefined) return { ...fault, status };
  return { ...wireFault({}, `status ${status} without an error object`), status };
}

/**
 * The error inside a body, an `error` event or a response; `undefined` when it holds none. OpenAI's streams carry the
 * words beside `type: error` or inside `error`; compatible servers also send `{error: "…"}` and FastAPI's `{detail}`.
 */
export function faultIn(value: unknown): WireFault | undefined {
  if (!isRecord(value)) return undefined;
  const { error, detail } = value;
  if (isRecord(error)) return wireFault(error, filledString(error['message']) ?? JSON.stringify(error));
  const text = filledString(error) ?? filledString(value['message']) ?? filledString(detail);
  if (text !== undefined) return wireFault({ ...value, type: undefined }, text);
  return isRecord(detail) || Array.isArray(detail) ? wireFault({}, JSON.stringify(detail)) : undefined;
}

/** The words of an `error` event, which is one even when it has none. */
export function faultOfEvent(event: WireObject): WireFault {
  return faultIn(event) ?? wireFault({}, 'the provider sent an error event without a message');
}

/** Why a response that failed or was cancelled did so. */
export function faultOfResponse(response: WireObject): WireFault {
  const words = faultIn({ error: response['error'] });
  const status = filledString(response['status']) ?? 'failed';
  return words ?? wireFault({}, `the provider ended the response with status ${status}`);
}

/** The error envelope of this dialect. */
export function writeFault(fault: Fault, requestId: string): unknown {
  return {
    error: {
      message: fault.message,
      type: fault.type,
      code: fault.code ?? fault.type,
      param: fault.details.param ?? null,
      details: { request_id: requestId, ...fault.details },
    },
  };
}

/** Frames that end a stream with an error: the `error` event, then the failed response. */
export function writeFailure(fault: Fault, response: object, sequenceNumber: number): string {
  const error = { type: 'error', ...errorWords(fault), sequence_number: sequenceNumber };
  const failed = { type: 'response.failed', sequence_number: sequenceNumber + 1, response };
  return formatEvent('error', JSON.stringify(error)) + formatEvent('response.failed', JSON.stringify(failed));
}

/** What an `error` event says of a fault. */
export function errorWords(fault: Fault): object {
  return { code: fault.code ?? fault.type, message: fault.message, param: fault.details.param ?? null };
}

/** The same where nothing of the answer is known but the request it belongs to. */
export function writeStreamFault(fault: Fault, { requestId, sequenceNumber }: StreamFaultContext): string {
  return writeFailure(fault, strangersResponse(fault, { id: idsOf(requestId).response, requestId }), sequenceNumber);
}

/** What a failed response can name without its ask. */
export interface FailedNames {
  readonly id: string;
  readonly requestId: string;
  readonly model?: string | undefined;
}

/** A failed response with every field the schema demands, of an ask nobody looked into. */
export function strangersResponse(fault: Fault, { id, requestId, model }: FailedNames): object {
  return {
    id,
    object: 'response',
    created_at: Math.floor((timeOfRequestId(requestId) ?? 0) / millisecondsPerSecond),
    status: 'failed',
    error: responseError(fault),
    incomplete_details: null,
    instructions: null,
    metadata: {},
    model: model ?? '',
    output: [],
    parallel_tool_calls: true,
    temperature: null,
    tool_choice: 'auto',
    tools: [],
    top_p: null,
    usage: null,
  };
}

const millisecondsPerSecond = 1000;

/**
 * The error of a failed response. Its codes are a closed list; clients look for `rate_limit_exceeded` and for the code
 * of a fault that has one, e.g. `context_length_exceeded`, and ask again at `server_error`.
 */
export function responseError(fault: Fault): { readonly code: string; readonly message: string } {
  const limited = fault.type === 'upstream-rate-limited' || fault.type === 'upstream-capacity-throttled';
  return { code: fault.code ?? (limited ? 'rate_limit_exceeded' : 'server_error'), message: fault.message };
}

function wireFault(error: WireObject, message: string): WireFault {
  const { code } = objectOf(error);
  return {
    status: statusIn(code) ?? statusIn(error['status']),
    type: filledString(error['type']),
    code: typeof code === 'number' ? String(code) : filledString(code),
    param: stringOf(error['param']),
    message: message.slice(0, messageLimit),
    ...readRetryHint(error),
  };
}

function statusIn(code: unknown): number | undefined {
  return typeof code === 'number' && code >= 400 && code <= 599 ? code : undefined;
}
