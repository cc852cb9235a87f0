import { readFileSync } from 'node:fs';
import type { ConfigProblem } from '@smart-router/config';
import { Refusal, UsageError, type CliIo } from '../cli-io.js';
import { readReportsConfig } from '../config/read-reports-config.js';
import type { ReportsSettings } from '../config/reports-settings.js';

/** Reads a configuration file; all its problems at once, one a line, when there are any. */
export function loadSettings(file: string, io: Pick<CliIo, 'env'>): ReportsSettings {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${file}: the file cannot be read: ${reasonOf(error)}`);
  }
  const reading = readReportsConfig(text, { env: io.env, readFile: (path) => readFileSync(path, 'utf8') });
  if (reading.ok) return reading.settings;
  throw new Refusal(`${file} is not valid\n${reading.problems.map(lineOf).join('\n')}`);
}

function lineOf({ path, message }: ConfigProblem): string {
  return `${path === '' ? '(file)' : path}: ${message}`;
}

function reasonOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : String(error);
}
