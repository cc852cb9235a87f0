import { dimensionText, filterCondition, rangesCondition, scopeCondition, timeColumn } from './conditions.js';
import { measures, type Measure } from './measures.js';
import type { Range, UsageQuestion } from './reports.js';
import { sqlParameters, type SqlParameters } from './sql-parameters.js';

/** Where a part of a range is read. */
export type Source = 'monthly' | 'daily' | 'hourly' | 'rows';

/** Parts of a range that are read in one place. */
export interface Segment {
  readonly source: Source;
  readonly ranges: readonly Range[];
}

/** A statement with its values. */
export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

const tables: Readonly<Record<Source, string>> = {
  monthly: 'usage_rollup_monthly',
  daily: 'usage_rollup_daily',
  hourly: 'usage_rollup_hourly',
  rows: 'request_usage',
};

type Step = NonNullable<UsageQuestion['step']>;

const rollupOf: Readonly<Record<Step, Source>> = { hour: 'hourly', day: 'daily', month: 'monthly' };

const defaultLimit = 500;
const defaultOrder = 'cost_nano_usd';

/** The measures a question asks for, its order's included. Throws for a name that is none. */
export function measuresOf({ measures: names, orderBy = defaultOrder }: UsageQuestion): readonly Measure[] {
  const wanted = new Set([...(names ?? measures.map(({ column }) => column)), orderBy]);
  const found = measures.filter(({ column }) => wanted.delete(column));
  if (wanted.size > 0) throw new Error(`${[...wanted].join(', ')} is no measure of usage`);
  return found;
}

/**
 * One statement over all segments. Each is added up by itself, then they are folded; combinations are ranked by the whole
 * range, and so a combination that is shown is shown in all its buckets. The last row, of rank NULL, is the total.
 */
export function usageStatement(question: UsageQuestion, segments: readonly Segment[]): Statement {
  const parameters = sqlParameters();
  const wanted = measuresOf(question);
  const shape = { question, wanted, keys: question.groupBy.map((_, index) => `key_${index}`) };
  const parts = segments.map((segment) => partOf(parameters, segment, shape));
  const names = wanted.map(({ column }) => column);
  const order = wanted.find(({ column }) => column === (question.orderBy ?? defaultOrder));
  const partition = shape.keys.length === 0 ? '' : `partition by ${shape.keys.join(', ')}`;
  const nothing = [...(question.step === undefined ? [] : ['bucket']), ...shape.keys].map((name) => `null as ${name}`);
  const text = `with parts as (${parts.join(' union all ')}), folded as (
    ${grouped(`select ${[...columnsOf(shape), ...wanted.map(foldOf)].join(', ')} from parts`, shape)}
  ), weighed as (
    select *, ${order?.fold ?? 'sum'}(${order?.column ?? '0'}) over (${partition}) as weight from folded
  ), ranked as materialized (
    select *, dense_rank() over (order by ${['weight desc', ...shape.keys].join(', ')}) as rank from weighed
  )
  select rank, ${[...toldColumnsOf(shape), ...names].join(', ')}, null as row_count from ranked
    where rank <= ${parameters.add(question.limit ?? defaultLimit)}
  union all
  select ${['null', ...nothing, ...wanted.map(foldOf)].join(', ')}, coalesce(max(rank), 0) from ranked
  order by ${question.step === undefined ? 'rank' : 'bucket, rank'} nulls last`;
  return { text, values: parameters.values };
}

interface Shape {
  readonly question: UsageQuestion;
  readonly wanted: readonly Measure[];
  readonly keys: readonly string[];
}

function partOf(parameters: SqlParameters, { source, ranges }: Segment, shape: Shape): string {
  const { question, wanted } = shape;
  const grain = source === 'rows' ? 'rows' : 'rollup';
  const time = timeColumn[grain];
  const columns = [
    ...(question.step === undefined ? [] : [`${bucketOf(question.step, source)} as bucket`]),
    ...question.groupBy.map((dimension, index) => `${dimensionText(dimension, grain)} as key_${index}`),
    ...wanted.map((measure) => (grain === 'rows' ? `${measure.ofRows} as ${measure.column}` : foldOf(measure))),
  ];
  const conditions = [
    rangesCondition(parameters, time, ranges),
    scopeCondition(parameters, question.scope),
    filterCondition(parameters, question.filter, grain),
  ];
  return grouped(`select ${columns.join(', ')} from ${tables[source]} where ${conditions.join(' and ')}`, shape);
}

function toldColumnsOf(shape: Shape): readonly string[] {
  return columnsOf(shape).map((name) => (name === 'bucket' ? bucketMs : name));
}

function columnsOf({ question, keys }: Shape): readonly string[] {
  return question.step === undefined ? keys : ['bucket', ...keys];
}

/** Grouped by its first columns; where it has none of them it is one row, of nothing too. */
function grouped(select: string, shape: Shape): string {
  const count = columnsOf(shape).length;
  return count === 0 ? select : `${select} group by ${Array.from({ length: count }, (_, at) => at + 1).join(', ')}`;
}

function foldOf({ column, fold }: Measure): string {
  return `coalesce(${fold}(${column}), 0) as ${column}`;
}

/** The start of the step that a row is in; in a rollup by that very step it is the row's own. `step` is one of ours. */
function bucketOf(step: Step, source: Source): string {
  if (source === rollupOf[step]) return timeColumn.rollup;
  return `date_trunc('${step}', ${timeColumn[source === 'rows' ? 'rows' : 'rollup']}, 'UTC')`;
}

/** Milliseconds since the epoch: made once for each bucket, not for each row. */
const bucketMs = '(extract(epoch from bucket) * 1000)::bigint as bucket';
