import { crossJoinSubjects } from '../subjects.js';
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
 * Postgres. A record that is stored already is left as it is, and not summed up again; sums are locked in one order, so
 * that writers do not wait for each other in a circle. A line without a writer is no record: it only adds rows
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
  returning key_id, caller_organization, caller_user, caller_project, admitted_at, counted_tokens, counted_cost_nano_usd
), sums as (
  insert into usage_sums (subject, day, requests, tokens, cost_nano_usd)
  select subject, (admitted_at at time zone 'UTC')::date as day, count(*), sum(coalesce(counted_tokens, 0)),
    sum(coalesce(counted_cost_nano_usd, 0))
  from usage ${crossJoinSubjects}
  where admitted_at is not null
  group by subject, day order by subject, day
  on conflict (subject, day) do update set requests = usage_sums.requests + excluded.requests,
    tokens = usage_sums.tokens + excluded.tokens, cost_nano_usd = usage_sums.cost_nano_usd + excluded.cost_nano_usd
), attempts as (${insertChildren('request_attempts', 'attempts', attemptColumns)}
), caller_shapes as (${insertChildren('request_traffic_shape_events', 'caller_shapes', callerShapeColumns)}
), upstream_shapes as (${insertChildren('request_upstream_shape_events', 'upstream_shapes', upstreamShapeColumns)}
)
insert into request_errors (${errorColumns.join(', ')})
select ${errorColumns.join(', ')} from batch where error_type is not null
on conflict do nothing`;
