import { timeOfRequestId } from '@smart-router/core';
import { scopeCondition } from '../reports/conditions.js';
import type { Ask, TextRow } from '../reports/open-snapshots.js';
import type { Scope } from '../reports/scope.js';
import { instant, sqlParameters, type SqlParameters } from '../reports/sql-parameters.js';
import { candidateOf } from './candidate-row.js';
import { cellsOf } from './cells.js';
import { attemptOf, errorOf, shapeOf, stepOf, upstreamShapeOf } from './child-rows.js';
import { decisionOf } from './decision-row.js';
import { evidenceStatement, type evidenceChildren } from './evidence-statement.js';
import type { RequestEvidence, RequestStory } from './request-evidence.js';
import { requestOf } from './request-row.js';
import { sectionsOf } from './sections-of.js';
import { timelineOf } from './timeline-of.js';

/** An id may hold any number of 48 bits; from the year 10000 on Postgres does not read what ISO 8601 writes. */
const lastInstantMs = Date.UTC(9999, 11, 31);

/** Who asks: an operator by what it may see, or a caller by its key. */
export type EvidenceScope = Scope | { readonly keyId: string };

/**
 * Everything of one request. `undefined` for one that is unknown, that the scope does not show, or whose id is none: the
 * same statement finds nothing in each case. The id holds the time, so one partition of each table is asked by its key.
 */
export async function readRequestEvidence(
  ask: Ask,
  { requestId, scope }: { readonly requestId: string; readonly scope: EvidenceScope },
): Promise<RequestEvidence | undefined> {
  const startedAt = timeOfRequestId(requestId);
  if (startedAt === undefined || startedAt > lastInstantMs) return undefined;
  const parameters = sqlParameters();
  instant(parameters, startedAt);
  parameters.add(requestId);
  const [row] = await ask(evidenceStatement(isVisible(parameters, scope)), parameters.values);
  if (row === undefined) return undefined;
  const story = storyOf(row);
  return { ...story, sections: sectionsOf(story), timeline: timelineOf(story) };
}

function isVisible(parameters: SqlParameters, scope: EvidenceScope): string {
  if (typeof scope === 'object' && 'keyId' in scope) return `key_id = ${parameters.add(scope.keyId)}`;
  return scopeCondition(parameters, scope);
}

function storyOf(row: TextRow): RequestStory {
  return {
    request: requestOf(cellsOf(row)),
    error: childrenOf(row, 'error').map(cellsOf).map(errorOf)[0],
    decision: childrenOf(row, 'decision').map(cellsOf).map(decisionOf)[0],
    candidates: childrenOf(row, 'candidates').map(cellsOf).map(candidateOf),
    attempts: childrenOf(row, 'attempts').map(cellsOf).map(attemptOf),
    callerShapeEvents: childrenOf(row, 'caller_shapes').map(cellsOf).map(shapeOf),
    upstreamShapeEvents: childrenOf(row, 'upstream_shapes').map(cellsOf).map(upstreamShapeOf),
    steps: childrenOf(row, 'steps').map(cellsOf).map(stepOf),
  };
}

function childrenOf(row: TextRow, name: keyof typeof evidenceChildren): readonly TextRow[] {
  const json = row[name] ?? undefined;
  // The statement makes an array of objects of text out of rows.
  return json === undefined ? [] : (JSON.parse(json) as readonly TextRow[]);
}
