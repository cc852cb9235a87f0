import { fault, refuse, type Result } from '@smart-router/core';
import { checkFields, checkObject, isFlag, isNumber, isText, isTexts, type Expectation } from '../check-fields.js';
import { kindOf } from '../json/describe.js';
import { integerOf, isAbsent, isRecord, type WireObject } from '../json/guards.js';
import type { JsonText } from '../json/json-text.js';
import { invalid } from '../refusals.js';

const isSystem = (value: unknown): boolean => isText(value) || Array.isArray(value);

/** 0 is a request of its own: it warms the prompt cache and generates nothing. */
const isCap = (value: unknown): boolean => (integerOf(value) ?? -1) >= 0;

/** Fields the router reads on every request. */
const routed: readonly Expectation[] = [
  { field: 'model', expected: 'a string', holds: isText },
  { field: 'messages', expected: 'an array', holds: Array.isArray },
  { field: 'max_tokens', expected: 'a positive integer', holds: isCap },
  { field: 'stream', expected: 'a boolean', holds: isFlag },
  { field: 'system', expected: 'a string or an array of text blocks', holds: isSystem },
  { field: 'tools', expected: 'an array', holds: Array.isArray },
  { field: 'tool_choice', expected: 'an object', holds: isRecord },
  { field: 'thinking', expected: 'an object', holds: isRecord },
  { field: 'output_config', expected: 'an object', holds: isRecord },
  { field: 'output_format', expected: 'an object', holds: isRecord },
  { field: 'mcp_servers', expected: 'an array', holds: Array.isArray },
];

/** Fields a translation reads besides; a provider of this dialect judges them itself. */
const translated: readonly Expectation[] = [
  { field: 'temperature', expected: 'a number', holds: isNumber },
  { field: 'top_p', expected: 'a number', holds: isNumber },
  { field: 'stop_sequences', expected: 'an array of strings', holds: isTexts },
];

/** What a request to answer cannot do without. */
const toAnswer: ReadonlySet<string> = new Set(['messages', 'max_tokens']);

/** What a request to count cannot do without: nothing is generated, so nothing is capped. */
const toCount: ReadonlySet<string> = new Set(['messages']);

const routedFields: ReadonlySet<string> = new Set([...routed.map(({ field }) => field), 'thread', 'container']);

/** Numbers as they are, caps among them; anything else by its kind. */
const shown = (value: unknown): string => (typeof value === 'number' ? String(value) : kindOf(value));

/** The body as an object whose routed fields have the right types and occur once; refuses anything else. */
export function checkBody(body: JsonText): Result<WireObject> {
  return check(body, toAnswer);
}

/** The same for a body whose tokens are to be counted; it needs no cap. */
export function checkCountBody(body: JsonText): Result<WireObject> {
  return check(body, toCount);
}

function check(body: JsonText, required: ReadonlySet<string>): Result<WireObject> {
  const object = checkObject(body, routedFields, kindOf);
  if (!object.ok) return object;
  const { value } = object;
  if (!isAbsent(value['thread'])) return refuseThread();
  const missing = routed.find(({ field }) => required.has(field) && isAbsent(value[field]));
  if (missing !== undefined) {
    const { field, expected } = missing;
    return invalid(field, `${field} should be ${expected}, got ${shown(value[field])}`);
  }
  return checkFields(value, routed, shown);
}

/** The checks a translation needs besides those of `checkBody`. */
export function checkTranslated(ask: WireObject): Result<WireObject> {
  return checkFields(ask, translated, shown);
}

/**
 * A thread keeps the conversation at the provider and sends only what is new; here every request stands alone.
 * The code is the one the official client falls back on, to whole conversations.
 */
function refuseThread(): ReturnType<typeof refuse> {
  const message = 'thread is not supported: send the whole conversation in messages, without thread';
  return refuse(
    fault('unsupported-parameter', message, { details: { param: 'thread' }, code: 'thread_unsupported_request' }),
  );
}
