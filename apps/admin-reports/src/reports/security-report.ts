import { succeed } from '@smart-router/core';
import type { SecurityLine } from '@smart-router/usage-storage';
import { maxPageRows } from '../question/parse-question.js';
import { cellsOf, tableColumns, type LineColumn } from '../table/line-column.js';
import type { Report } from './report.js';

const columns: readonly LineColumn<SecurityLine>[] = [
  { name: 'at', title: 'Time (UTC)', kind: 'time', of: ({ at }) => at },
  { name: 'type', title: 'What', kind: 'text', of: ({ type }) => type },
  { name: 'outcome', title: 'Outcome', kind: 'text', of: ({ outcome }) => outcome },
  { name: 'reason', title: 'Reason', kind: 'text', of: ({ reason }) => reason },
  { name: 'subject', title: 'Who', kind: 'text', of: ({ subject }) => subject },
  { name: 'count', title: 'Times', kind: 'count', of: ({ count }) => BigInt(count) },
  { name: 'surface', title: 'Where', kind: 'text', isExtra: true, of: ({ surface }) => surface },
  { name: 'domain', title: 'Domain', kind: 'text', of: ({ domain }) => domain },
  { name: 'method', title: 'Method', kind: 'text', isExtra: true, of: ({ method }) => method },
  { name: 'path_template', title: 'Path', kind: 'text', of: ({ pathTemplate }) => pathTemplate },
  { name: 'status', title: 'Status', kind: 'status', isExtra: true, of: ({ status }) => status },
  { name: 'address', title: 'Address', kind: 'text', of: ({ address }) => address },
  {
    name: 'user_agent_family',
    title: 'Browser',
    kind: 'text',
    isExtra: true,
    of: ({ userAgentFamily }) => userAgentFamily,
  },
  { name: 'request_id', title: 'Request', kind: 'text', isExtra: true, of: ({ requestId }) => requestId },
  { name: 'token_id', title: 'Token', kind: 'text', isExtra: true, of: ({ tokenId }) => tokenId },
  { name: 'event_id', title: 'Event', kind: 'text', isExtra: true, of: ({ eventId }) => eventId },
];

const defaultRows = 100;

/** Who signed in, who was refused, who took numbers out. */
export const securityReport: Report = {
  ...{ name: 'security', title: 'Security events', section: 'Administration', permission: 'security:read' },
  lead: 'Who signed in, who was refused, and who took numbers out. What repeats within a minute is one line with a count.',
  controls: { hasPeriod: true, filters: [] },
  load: async ({ house, question, range, viewer }) => {
    const page = await house.reports.securityEvents({
      ...{
        scope: viewer.scopeFor('security:read'),
        range,
        filter: {},
        limit: Math.min(question.limit ?? defaultRows, maxPageRows),
      },
      ...(question.cursor === undefined ? {} : { cursor: question.cursor }),
    });
    if (!page.ok) return page;
    const { events, nextCursor } = page.value;
    return succeed({
      tables: [
        {
          ...{ name: 'events', title: 'Events of access', nextCursor },
          columns: tableColumns(columns),
          rows: events.map((line) => ({ cells: cellsOf(columns, line) })),
          empty: 'Nothing happened in this range.',
        },
      ],
    });
  },
};
