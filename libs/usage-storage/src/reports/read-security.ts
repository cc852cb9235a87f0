import { refuse, succeed, type Result } from '@smart-router/core';
import { isOneOf, rangesCondition, scopeCondition } from './conditions.js';
import type { Ask, TextRow } from './open-snapshots.js';
import { pageCursors, type PagePosition } from './page-cursor.js';
import type { SecurityDimension, SecurityLine, SecurityPage, SecurityQuestion } from './security-list.js';
import { sqlParameters } from './sql-parameters.js';
import { toNumber, toText } from './text-values.js';
import type { Statement } from './usage-statement.js';

const columns: Readonly<Record<SecurityDimension, string>> = {
  type: 'event.event_type',
  outcome: 'event.outcome',
  reason: 'event.reason_code',
  surface: 'event.surface',
  subject: 'event.subject',
  address: 'event.address',
  domain: 'event.domain',
};

/** The project and environment that an event names, else those of its token. */
const domainColumns = {
  project: `coalesce(split_part(event.domain, '/', 1), tokens.project_name)`,
  environment: `coalesce(split_part(event.domain, '/', 2), tokens.environment)`,
};

/** Reads one page of events of access. Refuses a cursor that another question gave. */
export async function readSecurity(
  ask: Ask,
  question: SecurityQuestion,
  cursorKey: string,
): Promise<Result<SecurityPage>> {
  const { cursor, limit, ...about } = question;
  const cursors = pageCursors(cursorKey, { securityEvents: about });
  const position = cursor === undefined ? undefined : cursors.read(cursor);
  if (position?.ok === false) return refuse(position.fault);
  const { text, values } = securityStatement(question, position?.value);
  const rows = await ask(text, values);
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return succeed({
    events: rows.slice(0, limit).map(lineOf),
    nextCursor: last === undefined ? undefined : cursors.write([last['sorted_at'] ?? '', last['event_id'] ?? '']),
  });
}

/** The answer to a question of nobody's. */
export function noSecurity(): Result<SecurityPage> {
  return succeed({ events: [], nextCursor: undefined });
}

function securityStatement(question: SecurityQuestion, position: PagePosition | undefined): Statement {
  const parameters = sqlParameters();
  const filters = Object.entries(question.filter).map(([dimension, values]) => {
    if (!Object.hasOwn(columns, dimension)) throw new Error(`${dimension} is no dimension of events of access`);
    return isOneOf(parameters, columns[dimension as SecurityDimension], values); // it is one
  });
  const after = position?.map((value, index) => `${parameters.add(value)}::${index === 0 ? 'timestamptz' : 'uuid'}`);
  const conditions = [
    ...[rangesCondition(parameters, 'event.started_at', [question.range]), ...filters],
    scopeCondition(parameters, question.scope, domainColumns),
    ...(after === undefined ? [] : [`(event.started_at, event.event_id) < (${after.join(', ')})`]),
  ];
  const tokens = question.scope === 'everything' ? '' : 'left join tokens on tokens.token_id = event.token_id';
  const text = `select event.*, event.started_at as sorted_at,
      floor(extract(epoch from event.started_at) * 1000)::bigint as at_ms
    from security_access_events as event ${tokens} where ${conditions.join(' and ')}
    order by event.started_at desc, event.event_id desc limit ${parameters.add(question.limit + 1)}`;
  return { text, values: parameters.values };
}

function lineOf(row: TextRow): SecurityLine {
  const known = (name: string): string => row[name] ?? ''; // NOT NULL in the table
  return {
    eventId: known('event_id'),
    at: Number(row['at_ms']),
    type: known('event_type'),
    outcome: known('outcome'),
    reason: toText(row['reason_code']),
    surface: known('surface'),
    subject: toText(row['subject']),
    domain: toText(row['domain']),
    method: toText(row['http_method']),
    pathTemplate: toText(row['path_template']),
    status: toNumber(row['status']),
    address: toText(row['address']),
    userAgentFamily: toText(row['user_agent_family']),
    requestId: toText(row['request_id']),
    tokenId: toText(row['token_id']),
    count: Number(row['event_count']),
  };
}
