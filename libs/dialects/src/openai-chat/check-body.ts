import type { Result } from '@smart-router/core';
import {
  checkFields,
  checkObject,
  isCap,
  isChoice,
  isFlag,
  isNumber,
  isText,
  isTexts,
  type Expectation,
} from '../check-fields.js';
import { describe } from '../json/describe.js';
import { isRecord, type WireObject } from '../json/guards.js';
import type { JsonText } from '../json/json-text.js';
import { invalid } from '../refusals.js';

const isStop = (value: unknown): boolean => isText(value) || isTexts(value);

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
  const object = checkObject(body, routedFields);
  if (!object.ok) return object;
  const { value } = object;
  if (value['messages'] === undefined || value['messages'] === null) {
    return invalid('messages', `messages should be an array, got ${describe(value['messages'])}`);
  }
  return checkFields(value, routed);
}

/** The checks a translation needs besides those of `checkBody`. */
export function checkTranslated(ask: WireObject): Result<WireObject> {
  return checkFields(ask, translated);
}
