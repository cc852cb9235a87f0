import { visibleText } from '../format/visible-text.js';
import type { Chart } from '../reports/chart.js';
import type { Cell } from '../table/report-table.js';

/** What the script that draws a chart is given. Numbers are as exact as a picture needs. */
export interface ChartData {
  readonly shape: Chart['shape'];
  readonly kind: 'count' | 'usd' | 'milliseconds' | 'share' | 'rate';
  readonly step: Chart['step'];
  /** Seconds since the epoch. */
  readonly times: readonly number[];
  readonly series: readonly { readonly title: string; readonly values: readonly (number | null)[] }[];
  /** A page that takes `from` and `to`: of the requests of a step, and of the chart over another range. */
  readonly drillHref: string | null;
  readonly zoomHref: string;
}

/** A chart for the script that draws it. */
export function chartData(chart: Chart, zoomHref: string): ChartData {
  return {
    ...{ shape: chart.shape, kind: kindOf(chart), step: chart.step, zoomHref, drillHref: chart.drillHref ?? null },
    times: chart.times.map((time) => time / 1000),
    series: chart.series.map(({ title, values }) => ({
      title: visibleText(title),
      values: values.map((cell) => numberOf(cell, chart)),
    })),
  };
}

/** JSON that may stand inside an element of HTML: nothing in it can close the element. */
export function embeddedJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('<', '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
}

function kindOf({ kind }: Chart): ChartData['kind'] {
  if (kind === 'money') return 'usd';
  return kind === 'milliseconds' || kind === 'share' || kind === 'rate' ? kind : 'count';
}

function numberOf(cell: Cell, { kind }: Chart): number | null {
  if (typeof cell === 'bigint') return kind === 'money' ? Number(cell) / 1e9 : Number(cell);
  return typeof cell === 'number' ? cell : null;
}
