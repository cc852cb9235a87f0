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
const isFlag = (value: unknown): boolean => booleanOf(value) !== undefined;
const isNumber = (value: unknown): boolean => numberOf(value) !== undefined;
const isCap = (value: unknown): boolean => (integerOf(value) ?? 0) > 0;
const isInput = (value: unknown): boolean => isText(value) || Array.isArray(value);
const isChoice = (value: unknown): boolean => isText(value) || isRecord(value);

/** Fields the router reads on every request. */
const routed: readonly Expectation[] = [
  { field: 'model', expected: 'a string', holds: isText },
  { field: 'input', expected: 'a string or an array', holds: isInput },
  { field: 'instructions', expected: 'a string', holds: isText },
  { field: 'stream', expected: 'a boolean', holds: isFlag },
  { field: 'max_output_tokens', expected: 'a positive integer', holds: isCap },
  { field: 'tools', expected: 'an array', holds: Array.isArray },
  { field: 'tool_choice', expected: 'a string or an object', holds: isChoice },
  { field: 'parallel_tool_calls', expected: 'a boolean', holds: isFlag },
  { field: 'text', expected: 'an object', holds: isRecord },
  { field: 'reasoning', expected: 'an object', holds: isRecord },
  { field: 'previous_response_id', expected: 'a string', holds: isText },
];

/** Fields a translation reads besides; a provider of the same dialect judges them itself. */
const translated: readonly Expectation[] = [
  { field: 'temperature', expected: 'a number', holds: isNumber },
  { field: 'top_p', expected: 'a number', holds: isNumber },
];

const routedFields: ReadonlySet<string> = new Set(routed.map(({ field }) => field));

/** Fields that stand in for `input`: a stored prompt or stored turns may be all there is to answer. */
const inputSubstitutes = ['prompt', 'previous_response_id', 'conversation', 'instructions'] as const;

/** The body as an object whose routed fields have the right types and occur once; refuses anything else. */
export function checkBody(body: JsonText): Result<WireObject> {
  const { value } = body;
  if (!isRecord(value)) return invalid('body', `the body should be an object, got ${describe(value)}`);
  const twice = repeatedField(body);
  if (twice !== undefined) return invalid(twice, `${twice} should occur once, it occurs several times`);
  const { input } = value;
  if ((input === undefined || input === null) && inputSubstitutes.every((field) => isAbsent(value[field]))) {
    return invalid('input', `input should be a string or an array, got ${describe(input)}`);
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
    if (isAbsent(value) || holds(value)) continue;
    return invalid(field, `${field} should be ${expected}, got ${describe(value)}`);
  }
  return succeed(ask);
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
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
