import { succeed } from '@smart-router/core';
import type { QuotaUse } from '@smart-router/usage-storage';
import { cellsOf, tableColumns, type LineColumn } from '../table/line-column.js';
import type { Cell } from '../table/report-table.js';
import { fullestOf, limitFinding, periodWords, type LimitPeriod } from './fullest-limit.js';
import type { Report } from './report.js';

const columns: readonly LineColumn<QuotaUse>[] = [
  { name: 'kind', title: 'Of', kind: 'text', of: ({ kind }) => kind },
  { name: 'name', title: 'Name', kind: 'text', of: ({ name }) => name },
  { name: 'organization', title: 'Organization', kind: 'text', isExtra: true, of: ({ organization }) => organization },
  { name: 'project', title: 'Project', kind: 'text', isExtra: true, of: ({ project }) => project },
  { name: 'environment', title: 'Environment', kind: 'text', isExtra: true, of: ({ environment }) => environment },
  { name: 'user', title: 'User', kind: 'text', isExtra: true, of: ({ user }) => user },
  { name: 'status', title: 'Status', kind: 'text', of: ({ status }) => status },
  { name: 'fullest', title: 'Fullest', kind: 'share', hasBar: true, of: (use) => fullestOf(use)?.share },
  { name: 'fullest_limit', title: 'which is', kind: 'text', of: (use) => fullestOf(use)?.name },
  {
    name: 'requests_per_minute',
    title: 'Requests/min',
    kind: 'count',
    isExtra: true,
    of: ({ limits }) => whole(limits?.rpm),
  },
  {
    name: 'tokens_per_minute',
    title: 'Tokens/min',
    kind: 'count',
    isExtra: true,
    of: ({ limits }) => whole(limits?.tpm),
  },
  { name: 'concurrent', title: 'At once', kind: 'count', isExtra: true, of: ({ limits }) => whole(limits?.concurrent) },
  ...(['day', 'month', 'lifetime'] as const).flatMap(periodColumns),
];

/** Limits beside what is used of them, the fullest first. */
export const limitsReport: Report = {
  ...{ name: 'limits', title: 'Limits and quotas', section: 'Operations', permission: 'reports:read' },
  lead: 'What keys, projects, users and organizations may use, and what they used of it today, this month and ever (UTC).',
  controls: { hasPeriod: false, filters: [] },
  load: async ({ house, viewer }) => {
    const uses = await house.reports.quotas({ scope: viewer.scopeFor('reports:read'), now: house.now() });
    const sorted = uses
      .filter(isWorthALine)
      .sort((one, other) => (fullestOf(other)?.share ?? -1) - (fullestOf(one)?.share ?? -1));
    return succeed({
      findings: sorted.flatMap(limitFinding).slice(0, mostFindings),
      tables: [
        {
          ...{ name: 'limits', title: 'Limits and their use', rowCount: sorted.length },
          about:
            "Limits without a number are those of the gateway's configuration. Whoever has none and used nothing this month is left out.",
          columns: tableColumns(columns),
          rows: sorted.map((use) => ({ cells: cellsOf(columns, use) })),
          empty: 'Nobody has a limit, and nobody used anything yet.',
        },
      ],
    });
  },
};

/** Whoever has no limits and used nothing this month is left out. */
function isWorthALine({ limits, month }: QuotaUse): boolean {
  return limits !== undefined || month.requests > 0;
}

const mostFindings = 8;

function periodColumns(period: LimitPeriod): readonly LineColumn<QuotaUse>[] {
  const word = periodWords[period];
  const isExtra = period === 'lifetime';
  return [
    {
      name: `${period}_requests`,
      title: `Requests ${word}`,
      kind: 'count',
      isExtra: true,
      of: (use) => BigInt(use[period].requests),
    },
    {
      name: `${period}_tokens`,
      title: `Tokens ${word}`,
      kind: 'count',
      isExtra: period !== 'day',
      of: (use) => BigInt(use[period].tokens),
    },
    { name: `${period}_cost_usd`, title: `Cost ${word}`, kind: 'money', isExtra, of: (use) => use[period].costNanoUsd },
    {
      ...{ name: `${period}_cost_limit_usd`, title: 'of at most', kind: 'money', isExtra },
      of: ({ limits }) => limits?.[period]?.costNanoUsd || undefined,
    },
  ];
}

function whole(limit: number | undefined): Cell {
  return limit ? BigInt(Math.round(limit)) : undefined;
}
