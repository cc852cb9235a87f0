import { fault, refuse, succeed, type Result } from '@smart-router/core';
import { kindOf } from '../json/describe.js';
import { booleanOf, integerOf, isAbsent, isRecord, numberOf, stringOf, type WireObject } from '../json/guards.js';
import type { JsonText } from '../json/json-text.js';
import { invalid } from '../refusals.js';

/** What a top-level field must be when it is there and not null. */
interface Expectation {
  readonly field: string;
  readonly expected: string;
  readonly holds: (value: unknown) => boolean;
}

const isText = (value: unknown): boolean => stringOf(value) !== undefined;
const isNumber = (value: unknown): boolean => numberOf(value) !== undefined;
const isFlag = (value: unknown): boolean => booleanOf(value) !== undefined;
const isSystem = (value: unknown): boolean => isText(value) || Array.isArray(value);
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText);

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

const required = ['messages', 'max_tokens'] as const;

const routedFields: ReadonlySet<string> = new Set([...routed.map(({ field }) => field), 'thread']);

/** The body as an object whose routed fields have the right types and occur once; refuses anything else. */
export function checkBody(body: JsonText): Result<WireObject> {
  const { value } = body;
  if (!isRecord(value)) return invalid('body', `the body should be an object, got ${kindOf(value)}`);
  const twice = repeatedField(body);
  if (twice !== undefined) return invalid(twice, `${twice} should occur once, it occurs several times`);
  if (!isAbsent(value['thread'])) return refuseThread();
  const missing = required.find((field) => isAbsent(value[field]));
  if (missing !== undefined) return invalid(missing, mistaken(missing, value[missing]));
  return checkFields(value, routed);
}

/** The checks a translation needs besides those of `checkBody`. */
export function checkTranslated(ask: WireObject): Result<WireObject> {
  return checkFields(ask, translated);
}

function checkFields(ask: WireObject, expectations: readonly Expectation[]): Result<WireObject> {
  for (const { field, holds } of expectations) {
    const value = ask[field];
    if (!isAbsent(value) && !holds(value)) return invalid(field, mistaken(field, value));
  }
  return succeed(ask);
}

function mistaken(field: string, value: unknown): string {
  const row = [...routed, ...translated].find((candidate) => candidate.field === field);
  const got = typeof value === 'number' ? String(value) : kindOf(value);
  return `${field} should be ${row?.expected ?? 'something else'}, got ${got}`;
}

/** Two parsers must not disagree about a field the router acts on. */
function repeatedField(body: JsonText): string | undefined {
  const seen = new Set<string>();
  for (const [name] of body.entries()) {
    if (seen.has(name) && routedFields.has(name)) return name;
    seen.add(name);
  }
  return undefined;
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
