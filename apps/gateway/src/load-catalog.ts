import { readFileSync } from 'node:fs';
import { readConfig, type Catalog, type ConfigProblem } from '@smart-router/config';
import { externalProblems } from './policies/external-problems.js';

/** A configuration file's catalog, or all its problems. */
export type LoadedCatalog =
  | { readonly ok: true; readonly catalog: Catalog; readonly warnings: readonly ConfigProblem[] }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

/**
 * Reads a configuration file. A file that cannot be read is a problem like any other.
 *
 * @param secrets whether they are needed: not where nobody is reached.
 */
export function loadCatalog(
  file: string,
  env: Readonly<Record<string, string | undefined>>,
  secrets: 'read' | 'left-out' = 'read',
): LoadedCatalog {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    return { ok: false, problems: [{ path: file, message: `the file cannot be read: ${reasonOf(error)}` }] };
  }
  const reading = readConfig(text, env, { secrets, readFile: (path) => readFileSync(path, 'utf8') });
  const problems = reading.ok ? externalProblems(reading.catalog) : [];
  return problems.length === 0 ? reading : { ok: false, problems };
}

/** The problems as lines, one each. */
export function problemLines(problems: readonly ConfigProblem[]): string {
  return problems.map((problem) => `${problem.path === '' ? '(file)' : problem.path}: ${problem.message}\n`).join('');
}

function reasonOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
