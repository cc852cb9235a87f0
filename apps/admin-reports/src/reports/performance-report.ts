import { succeed } from '@smart-router/core';
import { dimensionTitle } from '../figures/dimension-columns.js';
import { measuresOf, usageFigures, type FigureName } from '../figures/usage-figures.js';
import { rangeBefore } from '../question/range-of.js';
import { cardsOf } from './cards.js';
import type { Chart, ChartColour } from './chart.js';
import { readSeries, type UsageSeries } from './read-series.js';
import type { Report } from './report.js';
import { canDrill, requestsHref } from './scopes.js';
import { usageTable } from './usage-table.js';

const cards: readonly FigureName[] = [
  ...(['latency_p50_ms', 'latency_p95_ms', 'latency_p99_ms'] as const),
  ...(['first_token_p50_ms', 'first_token_p95_ms', 'output_tokens_per_second'] as const),
];
const columns: readonly FigureName[] = [
  ...(['requests', 'latency_p50_ms', 'latency_p95_ms', 'latency_p99_ms', 'latency_max_ms'] as const),
  ...(['first_token_p50_ms', 'first_token_p95_ms', 'output_tokens_per_second'] as const),
];
const latencies: readonly FigureName[] = ['latency_p50_ms', 'latency_p95_ms', 'latency_p99_ms'];
const firstTokens: readonly FigureName[] = ['first_token_p50_ms', 'first_token_p95_ms', 'first_token_p99_ms'];
const rowLimit = 100;

/** How long callers wait, for everything and for the first token, and how fast models write. */
export const performanceReport: Report = {
  ...{ name: 'performance', title: 'Performance', section: 'Operations', permission: 'reports:read' },
  lead: 'How long callers wait: for the whole answer, for the first token, and how fast models write.',
  controls: {
    ...{ hasPeriod: true, groupBy: ['provider', 'model'], canCompare: true },
    filters: ['project', 'environment', 'group', 'provider', 'model', 'client', 'stream'],
  },
  load: async (context) => {
    const { house, question, range } = context;
    const groupBy = question.groupBy.length === 0 ? (['provider', 'model'] as const) : question.groupBy;
    const base = { scope: context.viewer.scopeFor('reports:read'), range, filter: question.filter };
    const measures = measuresOf([...columns, ...cards]);
    const asked = { ...base, groupBy, measures, orderBy: 'requests', limit: question.limit ?? rowLimit };
    const [now, before, series] = await Promise.all([
      house.reports.usage(asked),
      question.compare === 'nothing'
        ? undefined
        : house.reports.usage({ ...asked, groupBy: [], range: rangeBefore(range), limit: 1 }),
      readSeries(house.reports, { ...base, figures: [...latencies, ...firstTokens, 'output_tokens_per_second'] }),
    ]);
    const drillHref = requestsHref(context, { order: 'latency' });
    const by = groupBy.map((dimension) => dimensionTitle(dimension).toLowerCase()).join(' and ');
    return succeed({
      range: now.range,
      cards: cardsOf(cards, { now: now.total, before: before?.total }),
      charts: [
        lineChart(series, { name: 'latency', title: 'Latency', figures: latencies, drillHref }),
        lineChart(series, { name: 'first-token', title: 'Time to first token', figures: firstTokens, drillHref }),
      ],
      tables: [
        usageTable(now, {
          ...{ name: 'performance', title: `Waiting times by ${by}`, groupBy, figures: columns, question },
          canDrill: canDrill(context),
        }),
      ],
    });
  },
};

const lineColours: readonly ChartColour[] = [1, 2, 3];

function lineChart(
  series: UsageSeries,
  options: Pick<Chart, 'name' | 'title'> & {
    readonly figures: readonly FigureName[];
    readonly drillHref: string | undefined;
  },
): Chart {
  return {
    ...{ name: options.name, title: options.title, shape: 'lines', kind: 'milliseconds' },
    ...{ step: series.step, times: series.times },
    series: options.figures.map((figure, index) => ({
      title: usageFigures[figure].title.split(' ').at(-1) ?? '',
      colour: lineColours[index] ?? 'others',
      values: series.values(figure),
    })),
    ...(options.drillHref === undefined ? {} : { drillHref: options.drillHref }),
  };
}
