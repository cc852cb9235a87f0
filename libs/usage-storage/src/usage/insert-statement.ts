import { crossJoinSubjects } from '../subjects.js';
import type { ColumnType } from './column.js';
import {
  attemptColumns,
  callerShapeColumns,
  candidateColumns,
  decisionColumns,
  errorColumns,
  traceColumns,
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

/** A table of rows that belong to a request, and the member of its spool line that holds them. */
interface Child {
  readonly table: string;
  readonly member: string;
  readonly columns: readonly Named[];
  /** What such a row repeats of its request, so that reports need not look it up. */
  readonly repeated?: readonly string[];
}

const insertChildren = ({ table, member, columns, repeated = [] }: Child): string => `
  insert into ${table} (${['started_at', 'request_id', ...repeated].join(', ')}, ${names(columns)})
  select ${['started_at', 'request_id', ...repeated].map((name) => `batch.${name}`).join(', ')}, child.*
  from batch cross join lateral (
    select ${expressions(columns)} from json_to_recordset(batch.${member}) as line (${definitions(columns)})
  ) as child
  where batch.${member} is not null
  on conflict do nothing`;

const children: readonly Child[] = [
  { table: 'request_attempts', member: 'attempts', columns: attemptColumns },
  {
    ...{ table: 'request_routing_decisions', member: 'decisions', columns: decisionColumns },
    repeated: ['resolved_group', 'caller_project', 'caller_environment'],
  },
  { table: 'request_target_candidates', member: 'candidates', columns: candidateColumns },
  { table: 'request_trace_events', member: 'traces', columns: traceColumns },
  { table: 'request_traffic_shape_events', member: 'caller_shapes', columns: callerShapeColumns },
  { table: 'request_upstream_shape_events', member: 'upstream_shapes', columns: upstreamShapeColumns },
];

const childMembers = children.map(({ member }) => member);

const insertedChildren = children.map((child) => `${child.member} as (${insertChildren(child)}\n)`).join(', ');

/**
 * Stores a batch in one statement, and so in one transaction. `$1` is a JSON array of spool lines, parsed once, by
 * Postgres. A record that is stored already is left as it is, and not summed up again; sums are locked in one order, so
 * that writers do not wait for each other in a circle. A line without a writer is no record: it only adds rows
 * to one that has a line of its own.
 */
export const insertStatement = `
with batch as materialized (
  select ${expressions(usageColumns)}, ${childMembers.join(', ')}
  from json_to_recordset($1::json)
    as line (${definitions(usageColumns)}, ${childMembers.map((member) => `${member} json`).join(', ')})
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
), ${insertedChildren}
insert into request_errors (${errorColumns.join(', ')})
select ${errorColumns.join(', ')} from batch where error_type is not null
on conflict do nothing`;
