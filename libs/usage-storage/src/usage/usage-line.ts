import type { LateShapeEvents } from '@smart-router/core';
import { jsonMembers, type Column } from './column.js';
import {
  attemptColumns,
  callerShapeColumns,
  candidateColumns,
  decisionColumns,
  traceColumns,
  upstreamShapeColumns,
  usageColumns,
  type MarkedRecord,
} from './usage-columns.js';

/**
 * One record as one line of JSON, keyed by the columns of `request_usage`, with `attempts` keyed by those of
 * `request_attempts`, and likewise the decision and all events where there are any: exactly what the insert statement reads, so
 * that nothing parses it again on the way. Unknown values have no key. Ends with a line feed.
 */
export function usageLine(marked: MarkedRecord): string {
  const { attempts, decision, candidates, traceEvents, callerShapeEvents, upstreamShapeEvents } = marked.record;
  const decided =
    decision === undefined
      ? ''
      : listMember('decisions', decisionColumns, [decision]) + listMember('candidates', candidateColumns, candidates);
  const told =
    listMember('traces', traceColumns, traceEvents) +
    listMember('caller_shapes', callerShapeColumns, callerShapeEvents) +
    listMember('upstream_shapes', upstreamShapeColumns, upstreamShapeEvents);
  return `{"attempts":${list(attemptColumns, attempts)}${decided}${told}${jsonMembers(usageColumns, marked)}}\n`;
}

/**
 * What became known after a record's line was written, as a line of its own: no writer numbers it, so its loss is no
 * gap, and no row of usage comes of it.
 */
export function lateLine({ requestId, startedAt, upstreamShapeEvents }: LateShapeEvents): string {
  const shaped = listMember('upstream_shapes', upstreamShapeColumns, upstreamShapeEvents);
  return `{"request_id":"${requestId}","started_at":${Math.round(startedAt)}${shaped}}\n`;
}

/** Most requests have none of these, and their lines say nothing of them. */
function listMember<Source>(name: string, columns: readonly Column<Source>[], sources: readonly Source[]): string {
  return sources.length === 0 ? '' : `,"${name}":${list(columns, sources)}`;
}

function list<Source>(columns: readonly Column<Source>[], sources: readonly Source[]): string {
  return `[${sources.map((source) => `{${jsonMembers(columns, source).slice(1)}}`).join(',')}]`;
}
