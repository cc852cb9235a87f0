import { succeed } from '@smart-router/core';
import type { Dimension } from '@smart-router/usage-storage';
import { measuresOf, type FigureName } from '../figures/usage-figures.js';
import { rangeBefore } from '../question/range-of.js';
import type { ReportTable } from '../table/report-table.js';
import { cardsOf } from './cards.js';
import { outcomeChart, outcomeFigures } from './outcome-chart.js';
import { readSeries } from './read-series.js';
import type { Report, ReportContext } from './report.js';
import { canDrill, requestsHref } from './scopes.js';
import { usageTable } from './usage-table.js';

const cards: readonly FigureName[] = ['error_share', 'failed', 'refused', 'left_early', 'fallbacks', 'fallback_share'];
const rowLimit = 50;

/** What did not go well, and what the router did about it. */
export const errorsReport: Report = {
  ...{ name: 'errors', title: 'Errors and fallbacks', section: 'Operations', permission: 'reports:read' },
  lead: 'What did not end with an answer, why, and how often another target stepped in.',
  controls: {
    ...{ hasPeriod: true, canCompare: true },
    filters: ['project', 'environment', 'key', 'client', 'group', 'provider', 'model', 'error-type', 'outcome'],
  },
  load: async (context) => {
    const { house, question, range } = context;
    const base = { scope: context.viewer.scopeFor('reports:read'), range, filter: question.filter };
    const whole = { ...base, groupBy: [], measures: measuresOf([...cards, 'requests']), limit: 1 };
    const [now, before, series, ...tables] = await Promise.all([
      house.reports.usage(whole),
      question.compare === 'nothing' ? undefined : house.reports.usage({ ...whole, range: rangeBefore(range) }),
      readSeries(house.reports, { ...base, figures: outcomeFigures }),
      errorTable(context),
      fallbackTable(context),
    ]);
    const drillHref = requestsHref(context, { filter: { ...question.filter, outcome: ['failed', 'refused', 'left'] } });
    return succeed({
      range: now.range,
      cards: cardsOf(cards, { now: now.total, before: before?.total }),
      charts: [outcomeChart(series, { title: 'Requests without an answer', drillHref, part: 'trouble' })],
      tables,
    });
  },
};

async function errorTable(context: ReportContext): Promise<ReportTable> {
  const groupBy: readonly Dimension[] = ['error-type', 'provider', 'model'];
  const figures: readonly FigureName[] = ['requests', 'failed', 'refused', 'left_early', 'attempts', 'latency_p50_ms'];
  const outcome = context.question.filter.outcome ?? ['failed', 'refused', 'left'];
  return tableOf(context, {
    ...{ name: 'errors', title: 'By error', groupBy, figures, filter: { outcome }, orderBy: 'requests' },
    ...{
      about: 'Requests that ended otherwise than with an answer.',
      empty: 'Nothing failed, and nothing was refused.',
    },
  });
}

async function fallbackTable(context: ReportContext): Promise<ReportTable> {
  const figures: readonly FigureName[] = ['requests', 'fallbacks', 'fallback_share', 'attempts', 'error_share'];
  return tableOf(context, {
    ...{
      name: 'fallbacks',
      title: 'Fallbacks by group and who served',
      groupBy: ['group', 'provider', 'model'],
      figures,
    },
    ...{ filter: {}, orderBy: 'fallbacks', about: 'How often a target served because another before it could not.' },
    empty: 'No requests match. Choose a longer range or remove a filter.',
  });
}

async function tableOf(
  context: ReportContext,
  options: {
    readonly name: string;
    readonly title: string;
    readonly about: string;
    readonly empty: string;
    readonly groupBy: readonly Dimension[];
    readonly figures: readonly FigureName[];
    readonly filter: ReportContext['question']['filter'];
    readonly orderBy: 'requests' | 'fallbacks';
  },
): Promise<ReportTable> {
  const { house, question, range, viewer } = context;
  const filter = { ...question.filter, ...options.filter };
  const { groupBy, figures, orderBy, name, title, about, empty } = options;
  const answer = await house.reports.usage({
    ...{ scope: viewer.scopeFor('reports:read'), range, filter, groupBy, orderBy },
    ...{ measures: measuresOf(figures), limit: question.limit ?? rowLimit },
  });
  const shown = { ...question, filter };
  const table = usageTable(answer, {
    ...{ name, title, about, groupBy, figures, question: shown, canDrill: canDrill(context) },
  });
  return { ...table, empty };
}
