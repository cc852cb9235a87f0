import { isOneOf, rangesCondition } from './conditions.js';
import { joinRequests, ofScope } from './of-scope.js';
import type { Ask } from './open-snapshots.js';
import type { ShapingDimension, ShapingQuestion, ShapingRow } from './shaping-report.js';
import { sqlParameters, type SqlParameters } from './sql-parameters.js';
import { toText } from './text-values.js';
import type { Statement } from './usage-statement.js';

/** Every dimension as an expression: those of the request are on `usage`, the others on the event. */
const expressions: Readonly<Record<ShapingDimension, string>> = {
  side: 'child.side',
  decision: 'child.decision',
  limit: 'child.scope',
  bucket: 'child.bucket',
  organization: 'usage.caller_organization',
  user: 'usage.caller_user',
  project: 'usage.caller_project',
  environment: 'usage.caller_environment',
  key: 'usage.key_id',
  client: 'usage.client',
  group: 'usage.resolved_group',
  provider: 'child.provider',
  model: 'child.model',
  credential: 'child.credential_id',
  'error-class': 'child.error_class',
};

const common = 'started_at, request_id, decision, scope, bucket, retry_after_ms, queue_wait_ms';

const defaultLimit = 500;

/** What limits, shaping and backoff decided of a scope's requests, the most frequent first. */
export async function readShaping(ask: Ask, question: ShapingQuestion): Promise<readonly ShapingRow[]> {
  const { text, values } = shapingStatement(question);
  return (await ask(text, values)).map((row) => ({
    bucketStart: question.step === undefined ? undefined : Number(row['bucket_ms']),
    keys: question.groupBy.map((_, index) => toText(row[`key_${index}`])),
    events: Number(row['events']),
    requests: Number(row['requests']),
    waitedMsSum: Number(row['waited_ms_sum']),
    waitedMsMax: Number(row['waited_ms_max']),
    retryAfterMsMax: Number(row['retry_after_ms_max']),
  }));
}

function shapingStatement(question: ShapingQuestion): Statement {
  const parameters = sqlParameters();
  const range = rangesCondition(parameters, 'started_at', [question.range]);
  const filters = Object.entries(question.filter).map(([dimension, values]) =>
    isOneOf(parameters, expressionOf(dimension), values),
  );
  const columns = [
    ...(question.step === undefined ? [] : [`${bucketOf(question.step)} as bucket_ms`]),
    ...question.groupBy.map((dimension, index) => `${expressionOf(dimension)} as key_${index}`),
  ];
  const grouped = columns.length === 0 ? '' : `group by ${columns.map((_, index) => index + 1).join(', ')}`;
  const counted = ['events', 'requests', 'waited_ms_sum', 'waited_ms_max', 'retry_after_ms_max'];
  const sums = [
    ...['count(*)', 'count(distinct child.request_id)', 'coalesce(sum(queue_wait_ms), 0)'],
    ...['coalesce(max(queue_wait_ms), 0)', 'coalesce(max(retry_after_ms), 0)'],
  ].map((sum, index) => `${sum} as ${counted[index]}`);
  const text = `with events as (
      select 'caller' as side, ${common}, null as provider, null as model, null as credential_id, null as error_class
      from request_traffic_shape_events where ${range}
      union all
      select 'upstream', ${common}, provider, model, credential_id, error_class
      from request_upstream_shape_events where ${range}
    )
    select ${[...columns, ...sums].join(', ')} from events as child ${joined(parameters, question)}
    where ${['true', ...filters].join(' and ')} ${grouped}
    order by ${[...(question.step === undefined ? [] : ['bucket_ms']), 'events desc'].join(', ')}
    limit ${parameters.add(question.limit ?? defaultLimit)}`;
  return { text, values: parameters.values };
}

function joined(parameters: SqlParameters, question: ShapingQuestion): string {
  const named = [...question.groupBy, ...Object.keys(question.filter)];
  const needsRequest = named.some((dimension) => expressionOf(dimension).startsWith('usage.'));
  return needsRequest ? joinRequests(parameters, question) : ofScope(parameters, question);
}

/** Names reach SQL only from the table of dimensions, whatever a caller claims to be one. */
function expressionOf(dimension: string): string {
  if (!Object.hasOwn(expressions, dimension)) throw new Error(`${dimension} is no dimension of shaping`);
  return expressions[dimension as ShapingDimension]; // it has it
}

function bucketOf(step: NonNullable<ShapingQuestion['step']>): string {
  return `(extract(epoch from date_trunc('${step}', child.started_at, 'UTC')) * 1000)::bigint`;
}
