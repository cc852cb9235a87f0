import { fault, refuse, succeed, type Result } from '@smart-router/core';
import type { MeasureName } from '@smart-router/usage-storage';
import { dimensionTitle } from '../figures/dimension-columns.js';
import { measuresOf, usageFigures, type FigureName } from '../figures/usage-figures.js';
import { dimensions } from '../question/parse-question.js';
import { cardsOf } from './cards.js';
import { layerChart } from './layer-chart.js';
import { readLayers } from './read-layers.js';
import type { Report } from './report.js';
import { canDrill, requestsHref } from './scopes.js';
import { usageTable } from './usage-table.js';

const figures: readonly FigureName[] = [
  ...(['requests', 'cost_usd', 'input_tokens', 'full_input_tokens', 'cached_input_tokens'] as const),
  ...(['cache_write_5m_tokens', 'cache_write_1h_tokens', 'cache_share', 'output_tokens', 'reasoning_tokens'] as const),
  ...(['images', 'served', 'left_early', 'refused', 'failed', 'error_share', 'fallbacks', 'attempts'] as const),
  ...(['streamed', 'unpriced', 'estimated', 'upstream_cost_usd'] as const),
  ...(['latency_p50_ms', 'latency_p95_ms', 'first_token_p50_ms'] as const),
];
const shownFigures: ReadonlySet<FigureName> = new Set([
  ...(['requests', 'cost_usd', 'input_tokens', 'cache_share', 'output_tokens'] as const),
  ...(['error_share', 'latency_p50_ms', 'latency_p95_ms'] as const),
]);
const cards: readonly FigureName[] = [
  'requests',
  'cost_usd',
  'input_tokens',
  'cache_share',
  'output_tokens',
  'unpriced',
];
const defaultRows = 100;

/** Usage by any dimensions: the one table behind "by user", "by project", "by model" and the rest. */
export const usageReport: Report = {
  ...{ name: 'usage', title: 'Usage', section: 'Usage', permission: 'reports:read' },
  lead: 'Requests, tokens and cost, by whatever you group them.',
  controls: { hasPeriod: true, filters: dimensions, groupBy: ['project'], canCompare: true },
  load: async (context) => {
    const { house, question, range } = context;
    const order = orderOf(question.order);
    if (!order.ok) return order;
    const groupBy = question.groupBy.length === 0 ? (['project'] as const) : question.groupBy;
    const base = { scope: context.viewer.scopeFor('reports:read'), range, filter: question.filter };
    const asked = {
      ...base,
      groupBy,
      measures: measuresOf(figures),
      ...order.value,
      limit: question.limit ?? defaultRows,
    };
    const measure = order.value.orderBy === 'requests' ? 'requests' : 'cost_nano_usd';
    const [{ now, before }, layers] = await Promise.all([
      question.compare === 'before'
        ? house.reports.compare(asked)
        : house.reports.usage(asked).then((now) => ({ now, before: undefined })),
      readLayers(house.reports, { ...base, groupBy, measure }),
    ]);
    const by = groupBy.map((dimension) => dimensionTitle(dimension).toLowerCase()).join(' and ');
    const table = usageTable(now, {
      ...{ name: 'usage', title: `Usage by ${by}`, groupBy, figures, question, canDrill: canDrill(context) },
      order: { column: question.order ?? 'cost_usd', direction: 'descending' },
      ...(before === undefined ? {} : { before }),
    });
    const title = `${measure === 'requests' ? 'Requests' : 'Cost'} by ${by}`;
    return succeed({
      range: now.range,
      cards: cardsOf(cards, { now: now.total, before: before?.total }),
      charts: [layerChart(layers, { title, measure, groupBy, drillHref: requestsHref(context) })],
      tables: [{ ...table, columns: table.columns.map((column) => ({ ...column, ...extraMark(column.name) })) }],
    });
  },
};

function extraMark(name: string): { readonly isExtra?: true } {
  const figure = figures.find((known) => usageFigures[known].name === name);
  return figure === undefined || shownFigures.has(figure) ? {} : { isExtra: true };
}

/** The measure behind a column to order by. */
export function orderOf(order: string | undefined): Result<{ readonly orderBy?: MeasureName }> {
  if (order === undefined) return succeed({});
  const figure = figures.map((name) => usageFigures[name]).find(({ name, orderBy }) => name === order && orderBy);
  if (figure?.orderBy !== undefined) return succeed({ orderBy: figure.orderBy });
  const orders = figures.map((name) => usageFigures[name]).flatMap(({ name, orderBy }) => (orderBy ? [name] : []));
  const message = `order should be of ${orders.join(', ')}, got "${order}"`;
  return refuse(fault('invalid-report-filter', message, { details: { param: 'order' } }));
}
