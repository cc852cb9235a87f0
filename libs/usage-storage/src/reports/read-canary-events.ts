import { rangesCondition } from './conditions.js';
import type { Ask, TextRow } from './open-snapshots.js';
import type { CanaryEventLine, RoutingQuestion } from './routing-report.js';
import { sqlParameters } from './sql-parameters.js';
import { toNumber, toText } from './text-values.js';

/** So many of the latest are told; a canary has a handful. */
const maxEvents = 200;

/** What became of canaries, the latest first. They are judged by requests of everybody: a narrower scope sees none. */
export async function readCanaryEvents(ask: Ask, question: RoutingQuestion): Promise<readonly CanaryEventLine[]> {
  if (question.scope !== 'everything') return [];
  const parameters = sqlParameters();
  const inRange = rangesCondition(parameters, 'happened_at', [question.range]);
  const ofGroups =
    question.groups === undefined ? 'true' : `model_group = any(${parameters.add(question.groups)}::text[])`;
  const text = `select floor(extract(epoch from happened_at) * 1000)::bigint as at_ms, model_group, target, event, actor,
      coalesce(condition, reason) as why, share_percent, request_count, error_rate, p95_latency_ms,
      baseline_error_rate, baseline_p95_latency_ms
    from routing_events where ${inRange} and ${ofGroups} order by happened_at desc, id desc limit ${maxEvents}`;
  return (await ask(text, parameters.values)).map(lineOf);
}

function lineOf(row: TextRow): CanaryEventLine {
  return {
    at: Number(row['at_ms']),
    group: row['model_group'] ?? '', // a row has all of these
    target: row['target'] ?? '',
    event: row['event'] ?? '',
    actor: row['actor'] ?? '',
    why: toText(row['why']),
    share: Number(row['share_percent']) / 100,
    requests: toNumber(row['request_count']),
    errorShare: toNumber(row['error_rate']),
    p95LatencyMs: toNumber(row['p95_latency_ms']),
    baselineErrorShare: toNumber(row['baseline_error_rate']),
    baselineP95LatencyMs: toNumber(row['baseline_p95_latency_ms']),
  };
}
