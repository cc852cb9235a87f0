import { succeed } from '@smart-router/core';
import type { ShapingDimension, ShapingRow } from '@smart-router/usage-storage';
import { stepOf } from '../question/range-of.js';
import type { ReportTable, TableColumn } from '../table/report-table.js';
import { adviceOf } from './advice.js';
import type { Chart, ChartColour } from './chart.js';
import type { Report, ReportContext } from './report.js';
import { requestsHref } from './scopes.js';
import { shapingWords } from './shaping-words.js';
import { timeBuckets } from './time-buckets.js';

const rowLimit = 50;

/** What limits, smoothing and pauses did to requests. */
export const shapingReport: Report = {
  ...{ name: 'shaping', title: 'Shaping and backoff', section: 'Operations', permission: 'reports:read' },
  lead: 'Who was held back by limits and smoothing, and which upstreams had to pause.',
  controls: {
    hasPeriod: true,
    filters: ['project', 'environment', 'user', 'key', 'client', 'group', 'provider', 'model'],
  },
  load: async (context) => {
    const [callers, whom, upstreams, pauses, charts] = await Promise.all([
      tableOf(context, {
        ...{ name: 'callers', title: 'Limits and shaping of callers', filter: { side: ['caller'] } },
        ...{ groupBy: ['bucket', 'decision'], empty: 'No caller was held back.' },
      }),
      tableOf(context, {
        ...{ name: 'held-back', title: 'Whom limits held back' },
        ...{ filter: { side: ['caller'], decision: ['queued', 'rejected'] } },
        ...{ groupBy: ['project', 'environment', 'user', 'decision'], empty: 'No caller was held back.' },
      }),
      tableOf(context, {
        ...{ name: 'upstreams', title: 'Shaping of upstreams', groupBy: ['bucket', 'provider', 'model', 'decision'] },
        ...{ filter: { side: ['upstream'], decision: ['admitted', 'queued', 'skipped', 'rejected'] } },
        ...{ empty: 'No upstream was held back.' },
      }),
      tableOf(context, {
        ...{
          name: 'pauses',
          title: 'Pauses of upstreams',
          groupBy: ['provider', 'model', 'credential', 'error-class'],
        },
        ...{ filter: { side: ['upstream'], decision: ['cooldown_started'] }, empty: 'No upstream had to pause.' },
      }),
      chartsOf(context),
    ]);
    const tables = [callers, whom, upstreams, pauses].map(({ table }) => table);
    return succeed({ findings: adviceOf(callers.rows, pauses.rows), charts, tables });
  },
};

interface TableQuestion {
  readonly name: string;
  readonly title: string;
  readonly empty: string;
  readonly groupBy: readonly ShapingDimension[];
  readonly filter: Parameters<ReportContext['house']['reports']['shaping']>[0]['filter'];
}

const measureColumns: readonly TableColumn[] = [
  { name: 'events', title: 'Decisions', kind: 'count', hasBar: true },
  { name: 'requests', title: 'Requests', kind: 'count' },
  { name: 'waited_ms_sum', title: 'Waited in all', kind: 'milliseconds' },
  { name: 'waited_ms_max', title: 'Longest wait', kind: 'milliseconds' },
  { name: 'retry_after_ms_max', title: 'Longest "retry after"', kind: 'milliseconds' },
];

async function tableOf(
  context: ReportContext,
  { name, title, empty, groupBy, filter }: TableQuestion,
): Promise<{ readonly rows: readonly ShapingRow[]; readonly table: ReportTable }> {
  const { house, question, range, viewer } = context;
  const rows = await house.reports.shaping({
    ...{ scope: viewer.scopeFor('reports:read'), range, groupBy, limit: question.limit ?? rowLimit },
    filter: { ...shapingFilter(question.filter), ...filter },
  });
  const shown = rows.map((row) => ({
    cells: [
      ...row.keys.map((key, index) => (groupBy[index] === 'decision' ? (shapingWords[key ?? ''] ?? key) : key)),
      ...[BigInt(row.events), BigInt(row.requests)],
      ...[row.waitedMsSum, row.waitedMsMax, row.retryAfterMsMax].map((durationMs) => durationMs || undefined),
    ],
  }));
  const columns = [...groupBy.map(columnOf), ...measureColumns];
  return { rows, table: { name, title, empty, columns, rows: shown } };
}

const shapingDimensions = ['user', 'project', 'environment', 'key', 'client', 'group', 'provider', 'model'] as const;

/** What of the page's filters decisions can be filtered by. */
function shapingFilter(filter: ReportContext['question']['filter']): TableQuestion['filter'] {
  return Object.fromEntries(
    shapingDimensions.flatMap((name) => (filter[name] === undefined ? [] : [[name, filter[name]]])),
  );
}

function columnOf(dimension: ShapingDimension): TableColumn {
  const title = dimension === 'error-class' ? 'Because of' : `${dimension[0]?.toUpperCase()}${dimension.slice(1)}`;
  return { name: dimension.replaceAll('-', '_'), title, kind: 'text' };
}

const layers: readonly { readonly decision: string; readonly title: string; readonly colour: ChartColour }[] = [
  { decision: 'queued', title: 'Waited', colour: 1 },
  { decision: 'skipped', title: 'Passed over', colour: 2 },
  { decision: 'rejected', title: 'Refused', colour: 'failed' },
  { decision: 'cooldown_started', title: 'Pause began', colour: 4 },
];

async function chartsOf(context: ReportContext): Promise<readonly Chart[]> {
  const { house, question, range, viewer } = context;
  const step = stepOf(range) === 'hour' ? 'hour' : 'day';
  const rows = await house.reports.shaping({
    ...{ scope: viewer.scopeFor('reports:read'), range, step, groupBy: ['decision'] },
    filter: { ...shapingFilter(question.filter), decision: layers.map(({ decision }) => decision) },
  });
  const times = timeBuckets(range, step);
  const eventsAt = (decision: string, time: number): bigint =>
    BigInt(rows.find(({ bucketStart, keys }) => bucketStart === time && keys[0] === decision)?.events ?? 0);
  const drillHref = requestsHref(context, { only: ['shaped'] });
  return [
    {
      ...{ name: 'decisions', title: 'Requests held back', shape: 'bars', kind: 'count', step, times },
      series: layers.map(({ decision, title, colour }) => ({
        ...{ title, colour },
        values: times.map((time) => eventsAt(decision, time)),
      })),
      ...(drillHref === undefined ? {} : { drillHref }),
    },
  ];
}
