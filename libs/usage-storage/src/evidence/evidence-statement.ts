import type { ColumnType } from '../usage/column.js';
import {
  attemptColumns,
  callerShapeColumns,
  candidateColumns,
  decisionColumns,
  traceColumns,
  upstreamShapeColumns,
  usageColumns,
} from '../usage/usage-columns.js';

interface Named {
  readonly name: string;
  readonly type: ColumnType;
}

const errorColumns: readonly Named[] = [
  { name: 'status', type: 'integer' },
  { name: 'error_type', type: 'text' },
  { name: 'error_class', type: 'text' },
];

/** The rows that belong to a request, by the name they are read under. */
export const evidenceChildren = {
  error: { table: 'request_errors', columns: errorColumns, order: 'error_type' },
  decision: { table: 'request_routing_decisions', columns: decisionColumns, order: 'strategy' },
  candidates: { table: 'request_target_candidates', columns: candidateColumns, order: 'candidate_number' },
  attempts: { table: 'request_attempts', columns: attemptColumns, order: 'attempt_number' },
  caller_shapes: { table: 'request_traffic_shape_events', columns: callerShapeColumns, order: 'event_number' },
  upstream_shapes: { table: 'request_upstream_shape_events', columns: upstreamShapeColumns, order: 'event_number' },
  steps: { table: 'request_trace_events', columns: traceColumns, order: 'event_number' },
} as const;

/** Everything as text, instants as milliseconds since the epoch: nothing is rounded on the way. */
const texts = (columns: readonly Named[]): string =>
  columns
    .map(({ name, type }) =>
      type === 'timestamptz' ? `(extract(epoch from ${name}) * 1000)::bigint::text as ${name}` : `${name}::text`,
    )
    .join(', ');

const isRequest = 'started_at = $1::timestamptz and request_id = $2';

const children = Object.entries(evidenceChildren)
  .map(([name, { table, columns, order }]) => {
    const rows = `select ${texts(columns)}, ${order} as place from ${table} where ${isRequest}`;
    return `(select json_agg(child order by place) from (${rows}) as child) as ${name}`;
  })
  .join(', ');

/**
 * Everything of one request in one statement: by the whole key of each table, so in one partition of each. `$1`: when it
 * began; `$2`: its id. Where `visible` does not hold there is no row, and no child is looked for.
 */
export function evidenceStatement(visible: string): string {
  return `select ${texts(usageColumns)}, ${children} from request_usage where ${isRequest} and ${visible}`;
}
