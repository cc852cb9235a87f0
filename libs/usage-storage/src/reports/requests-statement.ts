import { filterCondition, rangesCondition, scopeCondition } from './conditions.js';
import type { PagePosition } from './page-cursor.js';
import type { RequestOrder, RequestsQuestion } from './request-list.js';
import { sqlParameters, type SqlParameters } from './sql-parameters.js';
import type { Statement } from './usage-statement.js';

/** What a list is sorted by before the time. An unknown cost stands below every known one. */
const sortKeys: Readonly<Record<RequestOrder, string | undefined>> = {
  time: undefined,
  cost: 'coalesce(cost_nano_usd, -1)',
  latency: 'latency_ms',
  status: 'status',
};

const inputClasses = ['input_tokens', 'cached_input_tokens', 'cache_write_5m_tokens', 'cache_write_1h_tokens'];

const columns = [
  ...['request_id', '(extract(epoch from started_at) * 1000)::bigint as started_ms', 'caller_organization'],
  ...['caller_user', 'caller_project', 'caller_environment', 'key_id', 'token_id', 'client', 'inbound_dialect'],
  ...['requested_model', 'resolved_group', 'target_provider', 'target_model', 'target_dialect', 'stream', 'status'],
  ...['error_type', 'attempt_count', 'fallback_used', 'latency_ms', 'first_token_ms', 'output_tokens'],
  ...['cost_nano_usd', 'cost_basis'],
  `case when coalesce(${inputClasses.join(', ')}) is not null
    then ${inputClasses.map((name) => `coalesce(${name}, 0)::numeric`).join(' + ')} end as all_input_tokens`,
];

/** Rows of the same table in another list: these are what one of them is. */
const sameRequest = 'event.started_at = request_usage.started_at and event.request_id = request_usage.request_id';

const heldBack = ['request_traffic_shape_events', 'request_upstream_shape_events']
  .map(
    (table) => `exists (select from ${table} as event
      where ${sameRequest} and event.decision in ('queued', 'rejected'))`,
  )
  .join(' or ');

/**
 * The requests of one page and one more, which says whether there is another page. It goes on after `position` by its
 * values and not by a count, so that the thousandth page costs what the first one does and no new row moves it.
 */
export function requestsStatement(question: RequestsQuestion, position: PagePosition | undefined): Statement {
  const parameters = sqlParameters();
  const sortKey = sortKeys[question.order];
  const sorted = [...(sortKey === undefined ? [] : [sortKey]), 'started_at', 'request_id'];
  const way = question.direction === 'ascending' ? 'asc' : 'desc';
  const conditions = [
    rangesCondition(parameters, 'started_at', [question.range]),
    scopeCondition(parameters, question.scope),
    filterCondition(parameters, question.filter, 'rows'),
    ...ownConditions(parameters, question),
    ...(position === undefined ? [] : [afterPosition(parameters, { sorted, position, way })]),
  ];
  const order = sorted.map((expression) => `${expression} ${way}`).join(', ');
  const told = [...columns, ...sorted.map((expression, index) => `${expression} as sorted_${index}`)];
  // First which ones, then what they are: sorting a month carries only what it sorts by.
  const text = `select ${told.join(', ')} from request_usage where (started_at, request_id) in (
      select started_at, request_id from request_usage where ${conditions.join(' and ')}
      order by ${order} limit ${parameters.add(question.limit + 1)}
    ) order by ${order}`;
  return { text, values: parameters.values };
}

function ownConditions(parameters: SqlParameters, question: RequestsQuestion): readonly string[] {
  const { requestedModel, tokenId, clientRequestId } = question;
  return [
    ...(requestedModel === undefined ? [] : [`requested_model = ${parameters.add(requestedModel)}`]),
    ...(tokenId === undefined ? [] : [`token_id = ${parameters.add(tokenId)}`]),
    ...(clientRequestId === undefined ? [] : [`client_request_id = ${parameters.add(clientRequestId)}`]),
    ...(question.fallbackOnly === true ? ['fallback_used'] : []),
    ...(question.shapedOnly === true ? [`(${heldBack})`] : []),
  ];
}

interface After {
  readonly sorted: readonly string[];
  readonly position: PagePosition;
  readonly way: 'asc' | 'desc';
}

function afterPosition(parameters: SqlParameters, { sorted, position, way }: After): string {
  const types = [...(sorted.length === 2 ? [] : ['bigint']), 'timestamptz', 'text'];
  const values = position.map((value, index) => `${parameters.add(value)}::${types[index] ?? 'text'}`);
  return `(${sorted.join(', ')}) ${way === 'asc' ? '>' : '<'} (${values.join(', ')})`;
}
