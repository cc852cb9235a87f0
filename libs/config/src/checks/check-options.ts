import { z } from 'zod';
import type { ConfigPath, ConfigProblem } from '../config-problem.js';
import { expectation, explainIssue } from './explain-issue.js';

/** What a check of values found: the options when every value has its form, and all problems. */
export interface OptionsCheck<Options> {
  readonly options: Options | undefined;
  readonly problems: readonly ConfigProblem[];
}

/** How problems are told. */
export interface OptionsCheckRules {
  /** The JSON Schema of the options, for the names of known keys. Default: made from the options. */
  readonly schema?: () => object;
  /** Whether what is wrong at a path has been told in other words. */
  readonly isTold?: (path: ConfigPath) => boolean;
}

/** Checks a document against the options of a program; problems name the path, the value and what it should be. */
export function checkOptions<Options>(
  options: z.ZodType<Options>,
  raw: unknown,
  rules: OptionsCheckRules = {},
): OptionsCheck<Options> {
  const { schema = () => z.toJSONSchema(options, { io: 'input' }), isTold = () => false } = rules;
  const parsed = options.safeParse(raw, { reportInput: true, error: expectation });
  const issues = parsed.success ? [] : parsed.error.issues.flatMap(splitKeys);
  const untold = issues.filter((issue) => !isTold(pathOf(issue)));
  return { options: parsed.data, problems: untold.map((issue) => explainIssue(issue, schema)) };
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
