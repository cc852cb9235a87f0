import { fault, refuse, succeed, type Result } from '@smart-router/core';
import type { RequestLine, RequestOrder, RequestsQuestion } from '@smart-router/usage-storage';
import { dimensions, maxPageRows } from '../question/parse-question.js';
import type { Question } from '../question/question.js';
import { cellsOf, tableColumns, type LineColumn } from '../table/line-column.js';
import type { ReportTable, TableRow } from '../table/report-table.js';
import type { Report, ReportContext } from './report.js';

/** The columns that lists can be ordered by. */
const orders: Readonly<Record<string, RequestOrder>> = {
  started_at: 'time',
  cost_usd: 'cost',
  latency_ms: 'latency',
  status: 'status',
};

const columns: readonly LineColumn<RequestLine>[] = [
  { name: 'started_at', title: 'Time (UTC)', kind: 'time', of: (line) => line.startedAt },
  { name: 'request_id', title: 'Request', kind: 'text', of: (line) => line.requestId, isExtra: true },
  { name: 'status', title: 'Status', kind: 'status', of: (line) => line.status },
  { name: 'error_type', title: 'Error', kind: 'text', of: (line) => line.errorType },
  { name: 'organization', title: 'Organization', kind: 'text', of: (line) => line.organization, isExtra: true },
  { name: 'project', title: 'Project', kind: 'text', of: (line) => line.project },
  { name: 'environment', title: 'Environment', kind: 'text', isExtra: true, of: (line) => line.environment },
  { name: 'user', title: 'User', kind: 'text', of: (line) => line.user },
  { name: 'client', title: 'Client', kind: 'text', of: (line) => line.client },
  { name: 'key', title: 'Key', kind: 'text', of: (line) => line.keyId, isExtra: true },
  { name: 'token_id', title: 'Token', kind: 'text', of: (line) => line.tokenId, isExtra: true },
  { name: 'dialect', title: 'Dialect', kind: 'text', of: (line) => line.dialect, isExtra: true },
  { name: 'requested_model', title: 'Asked for', kind: 'text', isExtra: true, of: (line) => line.requestedModel },
  { name: 'group', title: 'Group', kind: 'text', of: (line) => line.group, isExtra: true },
  { name: 'provider', title: 'Provider', kind: 'text', isExtra: true, of: (line) => line.provider },
  { name: 'model', title: 'Model', kind: 'text', of: (line) => line.model },
  { name: 'target_dialect', title: 'Target dialect', kind: 'text', of: (line) => line.targetDialect, isExtra: true },
  { name: 'stream', title: 'Stream', kind: 'flag', of: (line) => line.stream, isExtra: true },
  { name: 'attempts', title: 'Tries', kind: 'count', of: (line) => BigInt(line.attempts) },
  { name: 'fallback', title: 'Fell back', kind: 'flag', of: (line) => line.fallbackUsed, isExtra: true },
  { name: 'latency_ms', title: 'Latency', kind: 'milliseconds', of: (line) => line.latencyMs },
  {
    name: 'first_token_ms',
    title: 'First token',
    kind: 'milliseconds',
    isExtra: true,
    of: (line) => line.firstTokenMs,
  },
  { name: 'input_tokens', title: 'Input', kind: 'count', of: (line) => line.inputTokens },
  { name: 'output_tokens', title: 'Output', kind: 'count', of: (line) => line.outputTokens },
  { name: 'cost_usd', title: 'Cost', kind: 'money', of: (line) => line.costNanoUsd },
  { name: 'cost_basis', title: 'Cost basis', kind: 'text', of: (line) => line.costBasis, isExtra: true },
];

const defaultRows = 50;

/** Single requests, page by page: newest, dearest, slowest, or by status. */
export const requestsReport: Report = {
  ...{ name: 'requests', title: 'Requests', section: 'Usage', permission: 'reports:drilldown' },
  lead: 'Every single request, newest first. Open one to see why it went where it went.',
  controls: { hasPeriod: true, filters: dimensions, hasRequestFilters: true },
  load: async (context) => {
    const asked = requestsQuestion(context);
    if (!asked.ok) return asked;
    const page = await context.house.reports.requests(asked.value);
    if (!page.ok) return page;
    const { requests, nextCursor } = page.value;
    return succeed({ tables: [requestsTable(requests, context.question, nextCursor)] });
  },
};

function requestsQuestion({ question, range, viewer }: ReportContext): Result<RequestsQuestion> {
  const order = question.order === undefined ? 'time' : orders[question.order];
  if (order === undefined) {
    const message = `order should be of ${Object.keys(orders).join(', ')}, got "${question.order}"`;
    return refuse(fault('invalid-report-filter', message, { details: { param: 'order' } }));
  }
  const { requestedModel, tokenId, clientRequestId, only, cursor } = question;
  return succeed({
    ...{ scope: viewer.scopeFor('reports:drilldown'), range, filter: question.filter, order },
    ...{ direction: question.direction ?? 'descending', limit: Math.min(question.limit ?? defaultRows, maxPageRows) },
    ...(requestedModel === undefined ? {} : { requestedModel }),
    ...(tokenId === undefined ? {} : { tokenId }),
    ...(clientRequestId === undefined ? {} : { clientRequestId }),
    ...(only.includes('shaped') ? { shapedOnly: true } : {}),
    ...(only.includes('fallback') ? { fallbackOnly: true } : {}),
    ...(cursor === undefined ? {} : { cursor }),
  });
}

function requestsTable(lines: readonly RequestLine[], question: Question, nextCursor: string | undefined): ReportTable {
  return {
    ...{ name: 'requests', title: 'Requests', nextCursor, canTurn: true },
    columns: tableColumns(columns).map((column) => (column.name in orders ? { ...column, isOrder: true } : column)),
    rows: lines.map(rowOf),
    empty: 'No requests match. Choose a longer range or remove a filter.',
    order: { column: question.order ?? 'started_at', direction: question.direction ?? 'descending' },
  };
}

function rowOf(line: RequestLine): TableRow {
  const href = `/requests/${line.requestId}`;
  return { cells: cellsOf(columns, line), links: { started_at: href, request_id: href } };
}
