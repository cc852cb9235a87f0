import type { FigureName } from '../figures/usage-figures.js';
import type { Chart, ChartColour } from './chart.js';
import type { UsageSeries } from './read-series.js';

const outcomes: readonly { readonly figure: FigureName; readonly title: string; readonly colour: ChartColour }[] = [
  { figure: 'served', title: 'Served', colour: 'served' },
  { figure: 'left_early', title: 'Left early', colour: 'left' },
  { figure: 'refused', title: 'Refused', colour: 'refused' },
  { figure: 'failed', title: 'Failed', colour: 'failed' },
];

/** The figures a chart of outcomes is made of. */
export const outcomeFigures: readonly FigureName[] = outcomes.map(({ figure }) => figure);

/** Requests over time by how they ended; without what went well where only trouble is asked for. */
export function outcomeChart(
  series: UsageSeries,
  options: { readonly title: string; readonly drillHref: string | undefined; readonly part: 'all' | 'trouble' },
): Chart {
  const shown = outcomes.filter(({ figure }) => options.part === 'all' || figure !== 'served');
  return {
    ...{ name: 'requests', title: options.title, shape: 'bars', kind: 'count' },
    ...{ step: series.step, times: series.times },
    series: shown.map(({ figure, title, colour }) => ({ title, colour, values: series.values(figure) })),
    ...(options.drillHref === undefined ? {} : { drillHref: options.drillHref }),
  };
}
