import { succeed, type Result } from '@smart-router/core';
import { describe } from './json/describe.js';
import { booleanOf, integerOf, isAbsent, isRecord, numberOf, stringOf, type WireObject } from './json/guards.js';
import type { JsonText } from './json/json-text.js';
import { invalid } from './refusals.js';

/** What a top-level field must be when it is there and not null. */
export interface Expectation {
  readonly field: string;
  readonly expected: string;
  readonly holds: (value: unknown) => boolean;
}

/** How a value that should not be there is shown to its sender. */
export type Shown = (value: unknown) => string;

/** A string, the empty one too. */
export const isText = (value: unknown): boolean => stringOf(value) !== undefined;
/** Any finite number. */
export const isNumber = (value: unknown): boolean => numberOf(value) !== undefined;
/** `true` or `false`. */
export const isFlag = (value: unknown): boolean => booleanOf(value) !== undefined;
/** A cap that lets something through. */
export const isCap = (value: unknown): boolean => (integerOf(value) ?? 0) > 0;
/** A word or an object, as choices of tools are. */
export const isChoice = (value: unknown): boolean => isText(value) || isRecord(value);
/** An array of strings. */
export const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText);

/** The body as an object in which the named fields occur at most once; refuses anything else. */
export function checkObject(
  body: JsonText,
  routedFields: ReadonlySet<string>,
  shown: Shown = describe,
): Result<WireObject> {
  const { value } = body;
  if (!isRecord(value)) return invalid('body', `the body should be an object, got ${shown(value)}`);
  const twice = repeatedField(body, routedFields);
  return twice === undefined ? succeed(value) : invalid(twice, `${twice} should occur once, it occurs several times`);
}

/** The ask when all its fields are what they should be; refuses with the first that is not. */
export function checkFields(
  ask: WireObject,
  expectations: readonly Expectation[],
  shown: Shown = describe,
): Result<WireObject> {
  for (const { field, expected, holds } of expectations) {
    const value = ask[field];
    if (!isAbsent(value) && !holds(value)) return invalid(field, `${field} should be ${expected}, got ${shown(value)}`);
  }
  return succeed(ask);
}

/** Two parsers must not disagree about a field the router acts on. */
function repeatedField(body: JsonText, routedFields: ReadonlySet<string>): string | undefined {
  const seen = new Set<string>();
  for (const [name] of body.entries()) {
    if (seen.has(name) && routedFields.has(name)) return name;
    seen.add(name);
  }
  return undefined;
}
