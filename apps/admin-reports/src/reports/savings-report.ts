import { fault, refuse, succeed, type Result } from '@smart-router/core';
import type { BaselinePrices, Savings } from '@smart-router/usage-storage';
import { dimensionColumn, dimensionTitle } from '../figures/dimension-columns.js';
import { shownCount } from '../format/format-number.js';
import type { Baseline, ReportsHouse } from '../reports-house.js';
import type { BaselineChoice } from '../question/question.js';
import { cellsOf, tableColumns, type LineColumn } from '../table/line-column.js';
import type { ReportTable } from '../table/report-table.js';
import type { FigureCard, Finding, Report } from './report.js';
import { changeOf } from './usage-table.js';

const columns: readonly LineColumn<Savings>[] = [
  { name: 'requests', title: 'Requests', kind: 'count', of: ({ requests }) => requests },
  { name: 'cost_usd', title: 'Cost', kind: 'money', hasBar: true, of: ({ costNanoUsd }) => costNanoUsd },
  {
    name: 'baseline_usd',
    title: 'At the baseline',
    kind: 'money',
    hasBar: true,
    of: ({ baselineNanoUsd }) => baselineNanoUsd,
  },
  { name: 'saved_usd', title: 'Saved', kind: 'money', of: ({ savedNanoUsd }) => savedNanoUsd },
  { name: 'saved_share', title: 'Of the baseline', kind: 'change', of: savedShare },
  {
    name: 'unpriced',
    title: 'Without a price',
    kind: 'count',
    isExtra: true,
    of: ({ unpricedRequests }) => unpricedRequests,
  },
  {
    name: 'estimated',
    title: 'Estimated',
    kind: 'count',
    isExtra: true,
    of: ({ estimatedRequests }) => estimatedRequests,
  },
];

const defaultRows = 100;

/** What the same tokens would have cost at another price list. */
export const savingsReport: Report = {
  ...{ name: 'savings', title: 'Savings', section: 'Usage', permission: 'reports:read' },
  lead: 'What the same tokens would have cost at other prices, and what was saved by choosing as the router did.',
  controls: {
    ...{ hasPeriod: true, groupBy: ['model'], hasBaseline: true },
    filters: ['project', 'environment', 'user', 'key', 'group', 'provider', 'model'],
  },
  load: async ({ house, question, range, viewer }) => {
    const baseline = baselineOf(house, question.baseline);
    if (!baseline.ok) return baseline;
    if (baseline.value === undefined) return succeed({ tables: [noTable], findings: [howToBegin] });
    const groupBy = question.groupBy.length === 0 ? (['model'] as const) : question.groupBy;
    const answer = await house.reports.savings({
      ...{ scope: viewer.scopeFor('reports:read'), range, filter: question.filter, groupBy },
      ...{ baseline: baseline.value, limit: question.limit ?? defaultRows },
    });
    const by = groupBy.map((dimension) => dimensionTitle(dimension).toLowerCase()).join(' and ');
    const table: ReportTable = {
      ...{ name: 'savings', title: `Against ${baseline.value.name}, by ${by}`, rowCount: answer.rowCount },
      columns: [...groupBy.map(dimensionColumn), ...tableColumns(columns)],
      rows: answer.rows.map((row) => ({ cells: [...row.keys, ...cellsOf(columns, row)] })),
      total: {
        cells: [...groupBy.map((_, index) => (index === 0 ? 'Total' : '')), ...cellsOf(columns, answer.total)],
      },
      empty: 'No requests with a price match. Choose a longer range or remove a filter.',
    };
    return succeed({
      range: answer.range,
      cards: cardsOf(answer.total),
      findings: leftOut(answer.total),
      tables: [table],
    });
  },
};

const noTable: ReportTable = {
  ...{ name: 'savings', title: 'Savings', columns: [], rows: [] },
  empty: 'There is nothing to compare with yet.',
};

const howToBegin: Finding = {
  severity: 'notice',
  text: 'Choose prices of your own under "Group and filter", or have baselines added to the configuration of the reports.',
};

/** A price list with its name; `undefined` where there is none to choose. */
function baselineOf(
  { baselines }: ReportsHouse,
  choice: BaselineChoice | undefined,
): Result<(BaselinePrices & { readonly name: string }) | undefined> {
  if (choice === undefined) return succeed(baselines[0]);
  if (choice.kind === 'custom')
    return succeed({ ...choice, cachedInputMicroUsdPerMillion: undefined, name: 'own prices' });
  const named: Baseline | undefined = baselines.find(({ id }) => id === choice.id);
  if (named !== undefined) return succeed(named);
  const known = [...baselines.map(({ id }) => id), 'custom'].join(', ');
  const message = `baseline should be of ${known}, got "${choice.id}"`;
  return refuse(fault('invalid-report-filter', message, { details: { param: 'baseline' } }));
}

function cardsOf(total: Savings): readonly FigureCard[] {
  return columns
    .filter(({ isExtra, name }) => isExtra !== true && name !== 'saved_share')
    .map(({ name, title, kind, of }) => ({ name, title, kind, value: of(total), more: 'neutral' as const }));
}

function leftOut({ unpricedRequests, estimatedRequests }: Savings): readonly Finding[] {
  const parts = [
    ...(unpricedRequests === 0n ? [] : [`${shownCount(unpricedRequests)} requests without a price`]),
    ...(estimatedRequests === 0n ? [] : [`${shownCount(estimatedRequests)} whose tokens were estimated`]),
  ];
  return parts.length === 0 ? [] : [{ severity: 'notice', text: `Left out: ${parts.join(' and ')}.` }];
}

/** Of what the baseline would have cost; negative where the baseline is cheaper. */
function savedShare({ savedNanoUsd, baselineNanoUsd }: Savings): number | undefined {
  return changeOf(baselineNanoUsd + savedNanoUsd, baselineNanoUsd);
}
