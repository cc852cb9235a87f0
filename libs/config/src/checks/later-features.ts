import { problem, type ConfigPath, type ConfigProblem } from '../config-problem.js';
import { findValues } from './find-values.js';
import { showValue } from './show-value.js';

/** A place that asks for a feature that is not built yet. */
export interface LaterUse {
  readonly path: ConfigPath;
  readonly problem: ConfigProblem;
}

/** A part of the configuration whose feature is not built yet: it is refused with its own words, never ignored. */
interface LaterFeature {
  /** Keys from the root; `*` is any name. */
  readonly path: readonly string[];
  /** The values that ask for it; absent is any value, `some` is a list with entries. */
  readonly values?: readonly unknown[] | 'some';
  readonly feature: string;
}

const laterFeatures: readonly LaterFeature[] = [
  { path: ['server', 'trusted_proxies'], values: 'some', feature: 'client addresses behind proxies' },
  { path: ['telemetry', 'traces', 'enabled'], values: [true], feature: 'traces' },
  { path: ['model_groups', '*', 'cache', 'enabled'], values: [true], feature: 'the response cache' },
  { path: ['model_groups', '*', 'redaction', 'enabled'], values: [true], feature: 'redaction' },
];

/** One problem for every part that asks for a feature that is not built yet. */
export function findLaterFeatures(raw: unknown): readonly LaterUse[] {
  return laterFeatures.flatMap((row) =>
    findValues(raw, row.path)
      .filter(({ value }) => asksFor(row, value))
      .map(({ path, value }) => ({
        path,
        problem: problem(path, `not available yet: ${row.feature}${asked(row, value)}`),
      })),
  );
}

function asksFor({ values }: LaterFeature, value: unknown): boolean {
  if (values === 'some') return Array.isArray(value) && value.length > 0;
  return values?.includes(value) ?? true;
}

function asked(row: LaterFeature, value: unknown): string {
  return row.values === undefined ? '' : ` (got ${showValue(value)})`;
}
