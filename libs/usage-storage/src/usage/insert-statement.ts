import type { ColumnType } from './column.js';
import {
  attemptColumns,
  callerShapeColumns,
  errorColumns,
  upstreamShapeColumns,
  usageColumns,
} from './usage-columns.js';

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

/** Inserts what the lines hold under `member` into a table of rows that belong to a request. */
const insertChildren = (table: string, member: string, columns: readonly Named[]): string => `
  insert into ${table} (started_at, request_id, ${names(columns)})
  select batch.started_at, batch.request_id, child.*
  from batch cross join lateral (
    select ${expressions(columns)} from json_to_recordset(batch.${member}) as line (${definitions(columns)})
  ) as child
  on conflict do nothing`;

/**
 * Stores a batch in one statement, and so in one transaction. `$1` is a JSON array of spool lines, parsed once, by
 * Postgres. A record that is stored already is left as it is. A line without a writer is no record: it only adds rows
 * to one that has a line of its own.
 */
export const insertStatement = `
with batch as materialized (
  select ${expressions(usageColumns)}, attempts, caller_shapes, upstream_shapes
  from json_to_recordset($1::json)
    as line (${definitions(usageColumns)}, attempts json, caller_shapes json, upstream_shapes json)
), usage as (
  insert into request_usage (${names(usageColumns)})
  select ${names(usageColumns)} from batch where writer_id is not null on conflict do nothing
), attempts as (${insertChildren('request_attempts', 'attempts', attemptColumns)}
), caller_shapes as (${insertChildren('request_traffic_shape_events', 'caller_shapes', callerShapeColumns)}
), upstream_shapes as (${insertChildren('request_upstream_shape_events', 'upstream_shapes', upstreamShapeColumns)}
)
insert into request_errors (${errorColumns.join(', ')})
select ${errorColumns.join(', ')} from batch where error_type is not null
on conflict do nothing`;
