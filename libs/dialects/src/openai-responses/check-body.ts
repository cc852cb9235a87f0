import type { Result } from '@smart-router/core';
import {
  checkFields,
  checkObject,
  isCap,
  isChoice,
  isFlag,
  isNumber,
  isText,
  type Expectation,
} from '../check-fields.js';
import { describe } from '../json/describe.js';
import { isAbsent, isRecord, type WireObject } from '../json/guards.js';
import type { JsonText } from '../json/json-text.js';
import { invalid, unsupported } from '../refusals.js';

const isInput = (value: unknown): boolean => isText(value) || Array.isArray(value);

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
  { field: 'background', expected: 'a boolean', holds: isFlag },
];

/** Fields a translation reads besides; a provider of the same dialect judges them itself. */
const translated: readonly Expectation[] = [
  { field: 'temperature', expected: 'a number', holds: isNumber },
  { field: 'top_p', expected: 'a number', holds: isNumber },
];

const routedFields: ReadonlySet<string> = new Set([...routed.map(({ field }) => field), 'conversation', 'prompt']);

/** Fields that stand in for `input`: a stored prompt or stored turns may be all there is to answer. */
const inputSubstitutes = ['prompt', 'previous_response_id', 'conversation', 'instructions'] as const;

/** The body as an object whose routed fields have the right types and occur once; refuses anything else. */
export function checkBody(body: JsonText): Result<WireObject> {
  const object = checkObject(body, routedFields);
  if (!object.ok) return object;
  const { value } = object;
  const { input } = value;
  if ((input === undefined || input === null) && inputSubstitutes.every((field) => isAbsent(value[field]))) {
    return invalid('input', `input should be a string or an array, got ${describe(input)}`);
  }
  if (value['background'] === true) return unsupported('background', backgroundRefused);
  return checkFields(value, routed);
}

/** An answer nobody waits for would stay at the provider, where no key of ours guards it. */
const backgroundRefused = 'background should be false: the router answers while the caller waits';

/** The checks a translation needs besides those of `checkBody`. */
export function checkTranslated(ask: WireObject): Result<WireObject> {
  return checkFields(ask, translated);
}
