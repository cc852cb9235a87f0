import { succeed, type Result } from '@smart-router/core';
import { describe } from '../json/describe.js';
import { booleanOf, integerOf, isRecord, numberOf, stringOf, type WireObject } from '../json/guards.js';
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
const isCap = (value: unknown): boolean => (integerOf(value) ?? 0) > 0;
const isChoice = (value: unknown): boolean => isText(value) || isRecord(value);
const isStop = (value: unknown): boolean => isText(value) || (Array.isArray(value) && value.every(isText));

/** Fields the router reads on every request. */
const routed: readonly Expectation[] = [
  { field: 'model', expected: 'a string', holds: isText },
  { field: 'messages', expected: 'an array', holds: Array.isArray },
  { field: 'stream', expected: 'a boolean', holds: isFlag },
  { field: 'stream_options', expected: 'an object', holds: isRecord },
  { field: 'max_tokens', expected: 'a positive integer', holds: isCap },
  { field: 'max_completion_tokens', expected: 'a positive integer', holds: isCap },
  { field: 'tools', expected: 'an array', holds: Array.isArray },
  { field: 'tool_choice', expected: 'a string or an object', holds: isChoice },
  { field: 'parallel_tool_calls', expected: 'a boolean', holds: isFlag },
  { field: 'functions', expected: 'an array', holds: Array.isArray },
  { field: 'function_call', expected: 'a string or an object', holds: isChoice },
  { field: 'response_format', expected: 'an object', holds: isRecord },
  { field: 'reasoning_effort', expected: 'a string', holds: isText },
];

/** Fields a translation reads besides; a provider of the same dialect judges them itself. */
const translated: readonly Expectation[] = [
  { field: 'temperature', expected: 'a number', holds: isNumber },
  { field: 'top_p', expected: 'a number', holds: isNumber },
  { field: 'stop', expected: 'a string or an array of strings', holds: isStop },
];

const routedFields: ReadonlySet<string> = new Set(routed.map(({ field }) => field));

/** The body as an object whose routed fields have the right types and occur once; refuses anything else. */
export function checkBody(body: JsonText): Result<WireObject> {
  const { value } = body;
  if (!isRecord(value)) return invalid('body', `the body should be an object, got ${describe(value)}`);
  const twice = repeatedField(body);
  if (twice !== undefined) return invalid(twice, `${twice} should occur once, it occurs several times`);
  if (value['messages'] === undefined || value['messages'] === null) {
    return invalid('messages', `messages should be an array, got ${describe(value['messages'])}`);
  }
  return checkFields(value, routed);
}

/** The checks a translation needs besides those of `checkBody`. */
export function checkTranslated(ask: WireObject): Result<WireObject> {
  return checkFields(ask, translated);
}

function checkFields(ask: WireObject, expectations: readonly Expectation[]): Result<WireObject> {
  for (const { field, expected, holds } of expectations) {
    const value = ask[field];
    if (value === undefined || value === null || holds(value)) continue;
    return invalid(field, `${field} should be ${expected}, got ${describe(value)}`);
  }
  return succeed(ask);
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
