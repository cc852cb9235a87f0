import { succeed } from '@smart-router/core';
import type { Dimension, UsageQuestion } from '@smart-router/usage-storage';
import { dimensionTitle } from '../figures/dimension-columns.js';
import { measuresOf, type FigureName } from '../figures/usage-figures.js';
import type { Question } from '../question/question.js';
import { rangeBefore } from '../question/range-of.js';
import { hrefOf } from '../question/write-question.js';
import type { ReportTable } from '../table/report-table.js';
import { cardsOf } from './cards.js';
import { findingsOf } from './findings.js';
import { layerChart } from './layer-chart.js';
import { outcomeChart, outcomeFigures } from './outcome-chart.js';
import { readLayers } from './read-layers.js';
import { readSeries } from './read-series.js';
import type { Report, ReportContext } from './report.js';
import { canDrill, requestsHref } from './scopes.js';
import { usageTable } from './usage-table.js';

const cards: readonly FigureName[] = [
  ...(['requests', 'cost_usd', 'input_tokens', 'output_tokens'] as const),
  ...(['error_share', 'latency_p50_ms', 'latency_p95_ms', 'first_token_p50_ms'] as const),
];
const hidden: readonly FigureName[] = ['refused', 'fallback_share', 'unpriced'];
const tops: readonly Dimension[] = ['project', 'model', 'user', 'key'];
const topFigures: readonly FigureName[] = ['requests', 'cost_usd', 'error_share'];
const topRows = 6;

/** The first page: how much, how dear, how well, and what is worth a look. */
export const overviewReport: Report = {
  ...{ name: 'overview', title: 'Overview', section: 'Usage', permission: 'reports:read' },
  lead: 'What went through the router, what it cost, and what needs a look.',
  controls: { hasPeriod: true, filters: ['project', 'environment', 'user', 'model'], canCompare: true },
  load: async (context) => {
    const { house, question, range } = context;
    const base = { scope: context.viewer.scopeFor('reports:read'), range, filter: question.filter };
    const whole: UsageQuestion = { ...base, groupBy: [], limit: 1, measures: measuresOf([...cards, ...hidden]) };
    const drillHref = requestsHref(context);
    const [now, before, outcomes, costs, tables] = await Promise.all([
      house.reports.usage(whole),
      question.compare === 'nothing' ? undefined : house.reports.usage({ ...whole, range: rangeBefore(range) }),
      readSeries(house.reports, { ...base, figures: outcomeFigures }),
      readLayers(house.reports, { ...base, groupBy: ['model'], measure: 'cost_nano_usd' }),
      Promise.all(tops.map((dimension) => topTable(dimension, context))),
    ]);
    const totals = { now: now.total, before: before?.total };
    return succeed({
      range: now.range,
      cards: cardsOf(cards, totals),
      findings: findingsOf(question, totals),
      charts: [
        outcomeChart(outcomes, { title: 'Requests', drillHref, part: 'all' }),
        layerChart(costs, { title: 'Cost by model', measure: 'cost_nano_usd', groupBy: ['model'], drillHref }),
      ],
      tables,
    });
  },
};

async function topTable(dimension: Dimension, context: ReportContext): Promise<ReportTable> {
  const { house, question, range, viewer } = context;
  const answer = await house.reports.usage({
    ...{ scope: viewer.scopeFor('reports:read'), range, filter: question.filter },
    ...{ groupBy: [dimension], measures: measuresOf(topFigures), limit: topRows },
  });
  const { total: _, ...table } = usageTable(answer, {
    ...{ name: `top-${dimension}s`, title: `${dimensionTitle(dimension)}s by cost`, groupBy: [dimension] },
    ...{ figures: topFigures, question, canDrill: canDrill(context) },
  });
  const more: Question = { ...question, groupBy: [dimension], compare: undefined };
  return { ...table, moreHref: hrefOf('/usage', more) };
}
