import { dimensionColumns, outcomeExpression, type Dimension } from './dimensions.js';
import type { Range, UsageFilter } from './reports.js';
import type { Scope } from './scope.js';
import { instant, type SqlParameters } from './sql-parameters.js';

/** Whether what is read are rows of `request_usage` or a rollup. */
export type Grain = 'rows' | 'rollup';

/** The column that says when: the start of a request, or of a bucket. */
export const timeColumn: Readonly<Record<Grain, string>> = { rows: 'started_at', rollup: 'bucket_start' };

/** A dimension as an expression of text; `stream` is `true` or `false`. */
export function dimensionText(dimension: Dimension, grain: Grain): string {
  const column = columnOf(dimension);
  if (column === 'outcome' && grain === 'rows') return `(${outcomeExpression})`;
  return column === 'stream' ? 'stream::text' : column;
}

/** The columns that say whose something is. */
export interface DomainColumns {
  readonly project: string;
  readonly environment: string;
}

/** Of requests and of rollups. */
const callerColumns: DomainColumns = { project: 'caller_project', environment: 'caller_environment' };

/** SQL that is true of what a scope shows. Everything that is read is bound by it. */
export function scopeCondition(parameters: SqlParameters, scope: Scope, columns = callerColumns): string {
  if (scope === 'everything') return 'true';
  if (scope.length === 0) return 'false';
  const domains = scope.map(({ project, environment }) => {
    const ofProject = `${columns.project} = ${parameters.add(project)}`;
    if (environment === undefined) return ofProject;
    return `${ofProject} and ${columns.environment} = ${parameters.add(environment)}`;
  });
  return `(${domains.map((domain) => `(${domain})`).join(' or ')})`;
}

/** SQL that is true where every filtered dimension has one of its values. */
export function filterCondition(parameters: SqlParameters, filter: UsageFilter, grain: Grain): string {
  const conditions = Object.entries(filter).map(([dimension, values]) =>
    // Object.entries forgets the names of keys; columnOf refuses any other.
    isOneOf(parameters, dimensionText(dimension as Dimension, grain), values),
  );
  return conditions.length === 0 ? 'true' : conditions.join(' and ');
}

/** SQL that is true in one of the ranges. */
export function rangesCondition(parameters: SqlParameters, column: string, ranges: readonly Range[]): string {
  if (ranges.length === 0) return 'false';
  const each = ranges.map(
    ({ from, to }) => `(${column} >= ${instant(parameters, from)} and ${column} < ${instant(parameters, to)})`,
  );
  return `(${each.join(' or ')})`;
}

/** SQL that is true where a text is one of these values; `undefined` is unknown. */
export function isOneOf(parameters: SqlParameters, text: string, values: readonly (string | undefined)[]): string {
  const known = values.filter((value) => value !== undefined);
  const choices = [
    ...(known.length === 0 ? [] : [`${text} = any(${parameters.add(known)}::text[])`]),
    ...(known.length === values.length ? [] : [`${text} is null`]),
  ];
  return choices.length === 0 ? 'false' : `(${choices.join(' or ')})`;
}

/** Names reach SQL only from the table of dimensions, whatever a caller claims to be one. */
function columnOf(dimension: Dimension): string {
  if (!Object.hasOwn(dimensionColumns, dimension)) throw new Error(`${String(dimension)} is no dimension of usage`);
  return dimensionColumns[dimension];
}
