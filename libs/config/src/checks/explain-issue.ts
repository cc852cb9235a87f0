import type { z } from 'zod';
import { problem, type ConfigPath, type ConfigProblem } from '../config-problem.js';
import { knownKeysAt } from './known-keys.js';
import { suggest } from '@smart-router/core';
import { showUnlessSecret } from './show-value.js';

/** What a value should be, in words; options with an `error` of their own say it better and win. */
export function expectation(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return `should be ${withArticle(String(issue.expected))}`;
    case 'invalid_value':
      return `should be ${oneOf(issue.values)}`;
    case 'too_small':
      return `should ${bound(issue.origin, 'at least', issue.minimum)}`;
    case 'too_big':
      return `should ${bound(issue.origin, 'at most', issue.maximum)}`;
    case 'invalid_format':
      return `should match ${issue.pattern ?? issue.format}`;
    default:
      return undefined;
  }
}

/** Turns an issue into a problem that names the thing, its value and what it should be, as a JSON Schema lists it. */
export function explainIssue(issue: z.core.$ZodIssue, schema: () => object): ConfigProblem {
  // YAML mappings have string keys and lists have indices; symbols cannot occur.
  const path = issue.path as ConfigPath;
  if (issue.code === 'unrecognized_keys') return unknownKey(path, schema());
  if (issue.code === 'invalid_key')
    return problem(path, `"${nameOf(path)}" ${issue.issues[0]?.message ?? issue.message}`);
  // A room's own check may already be a whole sentence.
  if (issue.code === 'custom' && !/^(should|is) /.test(issue.message)) return problem(path, issue.message);
  return problem(path, `${nameOf(path)} ${issue.message}, got ${showUnlessSecret(path, issue.input)}`);
}

function unknownKey(path: ConfigPath, schema: object): ConfigProblem {
  const key = String(path.at(-1));
  return problem(path, `unknown key "${key}"${suggest(key, knownKeysAt(schema, path.slice(0, -1)))}`);
}

function nameOf(path: ConfigPath): string {
  const last = path.at(-1);
  if (last === undefined) return 'the configuration';
  return typeof last === 'number' ? `${path.at(-2) ?? ''}[${last}]` : last;
}

function withArticle(expected: string): string {
  const names: Readonly<Record<string, string>> = {
    object: 'a mapping',
    record: 'a mapping',
    array: 'a list',
    int: 'a whole number',
  };
  return names[expected] ?? `a ${expected}`;
}

function oneOf(values: readonly unknown[]): string {
  const shown = values.map((value) => String(value));
  return shown.length === 1 ? String(shown[0]) : `one of ${shown.join(', ')}`;
}

function bound(origin: string, side: string, limit: number | bigint): string {
  if (origin === 'array' || origin === 'set') return `have ${side} ${limit} entr${limit === 1 ? 'y' : 'ies'}`;
  if (origin === 'string') return `have ${side} ${limit} character${limit === 1 ? '' : 's'}`;
  return `be ${side} ${limit}`;
}
