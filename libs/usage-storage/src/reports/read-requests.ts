import { refuse, succeed, type Result } from '@smart-router/core';
import type { Ask, TextRow } from './open-snapshots.js';
import { pageCursors } from './page-cursor.js';
import type { RequestLine, RequestPage, RequestsQuestion } from './request-list.js';
import { requestsStatement } from './requests-statement.js';
import { toAmount, toNumber, toText } from './text-values.js';

/** Reads one page of requests. Refuses a cursor that another question gave. */
export async function readRequests(
  ask: Ask,
  question: RequestsQuestion,
  cursorKey: string,
): Promise<Result<RequestPage>> {
  const { cursor, limit, ...about } = question;
  const cursors = pageCursors(cursorKey, about);
  const position = cursor === undefined ? undefined : cursors.read(cursor);
  if (position?.ok === false) return refuse(position.fault);
  const { text, values } = requestsStatement(question, position?.value);
  const rows = await ask(text, values);
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return succeed({
    requests: rows.slice(0, limit).map(lineOf),
    nextCursor: last === undefined ? undefined : cursors.write(positionOf(last)),
  });
}

/** The answer to a question of nobody's. */
export function noRequests(): Result<RequestPage> {
  return succeed({ requests: [], nextCursor: undefined });
}

function positionOf(row: TextRow): readonly string[] {
  return ['sorted_0', 'sorted_1', 'sorted_2'].flatMap((name) => row[name] ?? []);
}

function lineOf(row: TextRow): RequestLine {
  const text = (name: string): string | undefined => toText(row[name]);
  const known = (name: string): string => row[name] ?? ''; // NOT NULL in the table
  const amount = (name: string): bigint | undefined => toAmount(row[name]);
  return {
    requestId: known('request_id'),
    startedAt: Number(row['started_ms']),
    organization: known('caller_organization'),
    user: known('caller_user'),
    project: known('caller_project'),
    environment: known('caller_environment'),
    keyId: known('key_id'),
    tokenId: known('token_id'),
    client: text('client'),
    dialect: known('inbound_dialect'),
    requestedModel: text('requested_model'),
    group: text('resolved_group'),
    provider: text('target_provider'),
    model: text('target_model'),
    targetDialect: text('target_dialect'),
    stream: row['stream'] === 't',
    status: Number(row['status']),
    errorType: text('error_type'),
    attempts: Number(row['attempt_count']),
    fallbackUsed: row['fallback_used'] === 't',
    latencyMs: Number(row['latency_ms']),
    firstTokenMs: toNumber(row['first_token_ms']),
    inputTokens: amount('all_input_tokens'),
    outputTokens: amount('output_tokens'),
    costNanoUsd: amount('cost_nano_usd'),
    costBasis: known('cost_basis'),
  };
}
