import type { ColumnType } from './column.js';
import { attemptColumns, errorColumns, usageColumns } from './usage-columns.js';

interface Named {
  readonly name: string;
  readonly type: ColumnType;
}

const names = (columns: readonly Named[]): string => columns.map(({ name }) => name).join(', ');

/** As a spool line holds them: instants are milliseconds since the epoch. */
const definitions = (columns: readonly Named[]): string =>
  columns.map(({ name, type }) => `${name} ${type === 'timestamptz' ? 'double precision' : type}`).join(', ');

/** As the tables hold them. */
const expressions = (columns: readonly Named[]): string =>
  columns
    .map(({ name, type }) => (type === 'timestamptz' ? `to_timestamp(${name} / 1000) as ${name}` : name))
    .join(', ');

/**
 * Stores a batch in one statement, and so in one transaction. `$1` is a JSON array of spool lines, parsed once, by
 * Postgres. A record that is stored already is left as it is.
 */
export const insertStatement = `
with batch as materialized (
  select ${expressions(usageColumns)}, attempts
  from json_to_recordset($1::json) as line (${definitions(usageColumns)}, attempts json)
), usage as (
  insert into request_usage (${names(usageColumns)}) select ${names(usageColumns)} from batch on conflict do nothing
), attempts as (
  insert into request_attempts (started_at, request_id, ${names(attemptColumns)})
  select batch.started_at, batch.request_id, attempt.*
  from batch cross join lateral (
    select ${expressions(attemptColumns)} from json_to_recordset(batch.attempts) as line (${definitions(attemptColumns)})
  ) as attempt
  on conflict do nothing
)
insert into request_errors (${errorColumns.join(', ')})
select ${errorColumns.join(', ')} from batch where error_type is not null
on conflict do nothing`;
