import { readFileSync } from 'node:fs';
import { readConfig, type Catalog, type ConfigProblem } from '@smart-router/config';

/** A configuration file's catalog, or all its problems. */
export type LoadedCatalog =
  | { readonly ok: true; readonly catalog: Catalog; readonly warnings: readonly ConfigProblem[] }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

/** Reads a configuration file. A file that cannot be read is a problem like any other. */
export function loadCatalog(file: string, env: Readonly<Record<string, string | undefined>>): LoadedCatalog {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    return { ok: false, problems: [{ path: file, message: `the file cannot be read: ${reasonOf(error)}` }] };
  }
  return readConfig(text, env, { readFile: (path) => readFileSync(path, 'utf8') });
}

/** The problems as lines, one each. */
export function problemLines(problems: readonly ConfigProblem[]): string {
  return problems.map((problem) => `${problem.path === '' ? '(file)' : problem.path}: ${problem.message}\n`).join('');
}

function reasonOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
