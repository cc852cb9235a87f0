import type { z } from 'zod';
import type { ConfigPath, ConfigProblem } from '../config-problem.js';
import { configOptions, type ConfigOptions } from '../options/config-options.js';
import { expectation, explainIssue } from './explain-issue.js';
import { findLaterFeatures } from './later-features.js';

/** What the shape pass found: the options when every value has its form, and all problems. */
export interface ShapeCheck {
  readonly options: ConfigOptions | undefined;
  readonly problems: readonly ConfigProblem[];
}

/** Checks every value against the options of its room. Parts of later features are named as such, and once. */
export function checkShape(raw: unknown): ShapeCheck {
  const later = findLaterFeatures(raw);
  const parsed = configOptions.safeParse(raw, { reportInput: true, error: expectation });
  const issues = parsed.success ? [] : parsed.error.issues.flatMap(splitKeys);
  const shape = issues.filter((issue) => !later.some((use) => startsWith(pathOf(issue), use.path)));
  return { options: parsed.data, problems: [...later.map((use) => use.problem), ...shape.map(explainIssue)] };
}

/** One issue per unknown key, with the key in its path. */
function splitKeys(issue: z.core.$ZodIssue): readonly z.core.$ZodIssue[] {
  if (issue.code !== 'unrecognized_keys') return [issue];
  return issue.keys.map((key) => ({ ...issue, keys: [key], path: [...issue.path, key] }));
}

function pathOf(issue: z.core.$ZodIssue): ConfigPath {
  // YAML mappings have string keys and lists have indices; symbols cannot occur.
  return issue.path as ConfigPath;
}

function startsWith(path: ConfigPath, start: ConfigPath): boolean {
  return start.every((step, index) => path[index] === step);
}
