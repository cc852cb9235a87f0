import type { Fault } from '@smart-router/core';
import type { JsonText } from '../json/json-text.js';
import { filledString, isRecord, stringOf, type WireObject } from '../json/guards.js';
import type { WireFault } from '../neutral/events.js';
import { readRetryHint } from '../read-retry-hint.js';
import { formatEvent } from '../sse/format.js';
import { firstChoice } from './wire.js';

/** Bound of a provider's message, in characters. */
const messageLimit = 2000;

/** The provider's error in its own words, of any HTTP status. */
export function readFault(status: number, body: JsonText | undefined): WireFault {
  const fault = body === undefined ? undefined : faultIn(body.value);
  if (fault !== undefined) return { ...fault, status };
  return {
    status,
    type: undefined,
    code: undefined,
    param: undefined,
    message: `status ${status} without an error object`,
  };
}

/**
 * The error inside a parsed body or stream chunk; `undefined` when it holds none. Besides OpenAI's `{error: {…}}`, what
 * compatible servers send: `{error: "…"}`, vLLM's `{object: "error", message}`, FastAPI's `{detail}`.
 */
export function faultIn(value: unknown): WireFault | undefined {
  if (!isRecord(value)) return undefined;
  const error = value['error'] ?? errorOfChoice(value);
  if (isRecord(error)) return wireFault(error, filledString(error['message']) ?? JSON.stringify(error));
  const text = filledString(error) ?? bareMessage(value);
  return text === undefined ? undefined : wireFault(value, text);
}

/** The error envelope of Chat, also used inside its streams. */
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

/** One error frame; the stream then ends without `[DONE]`. */
export function writeStreamFault(fault: Fault, requestId: string): string {
  return formatEvent(undefined, JSON.stringify(writeFault(fault, requestId)));
}

/** OpenRouter ends a broken answer with `finish_reason: error`: https://openrouter.ai/docs/api-reference/streaming */
function errorOfChoice(value: WireObject): unknown {
  const choice = firstChoice(value['choices']);
  if (choice['finish_reason'] !== 'error') return undefined;
  return choice['error'] ?? 'the provider ended the answer with an error';
}

function bareMessage(value: WireObject): string | undefined {
  if (value['choices'] !== undefined) return undefined;
  if (value['object'] === 'error') return filledString(value['message']) ?? 'an error without a message';
  const { detail } = value;
  if (detail === undefined || detail === null) return filledString(value['message']);
  return filledString(detail) ?? JSON.stringify(detail);
}

function wireFault(error: WireObject, message: string): WireFault {
  return {
    status: statusIn(error['code']) ?? statusIn(error['status']),
    type: filledString(error['type']),
    code: typeof error['code'] === 'number' ? String(error['code']) : filledString(error['code']),
    param: stringOf(error['param']),
    message: message.slice(0, messageLimit),
    ...readRetryHint(error),
  };
}

/** Errors inside a 200 stream carry their status as `code`, e.g. OpenRouter's. */
function statusIn(code: unknown): number | undefined {
  return typeof code === 'number' && code >= 400 && code <= 599 ? code : undefined;
}
