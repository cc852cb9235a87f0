import type { ChartData } from '../pages/chart-data.js';
import { shownStep, shownValue } from './chart-text.js';

/** Says in the legend what is under the cursor. */
export interface Readout {
  /** `undefined`: the cursor is elsewhere. */
  show(index: number | undefined): void;
  /** The same in one sentence, for those who hear it. */
  sentence(index: number): string;
}

/** The legend of a chart as its readout. Without a cursor it shows the whole range. */
export function followCursor(body: HTMLElement, data: ChartData): Readout {
  const values = [...body.querySelectorAll<HTMLElement>('[data-legend-value]')];
  const time = body.querySelector<HTMLElement>('[data-chart-time]');
  const show = (index: number | undefined): void => {
    if (time !== null) time.textContent = index === undefined ? wholeRange(data) : shownStep(data, index);
    data.series.forEach((series, position) => {
      const place = values[position];
      if (place === undefined) return;
      place.textContent = index === undefined ? wholeValue(series, data) : shownValue(series.values[index], data.kind);
    });
  };
  show(undefined);
  const sentence = (index: number): string =>
    [
      shownStep(data, index),
      ...data.series.map(({ title, values: known }) => `${title} ${shownValue(known[index], data.kind)}`),
    ].join(', ');
  return { show, sentence };
}

/** Bars add up; lines do not. */
function wholeValue(series: ChartData['series'][number], { shape, kind }: ChartData): string {
  if (shape === 'lines') return '';
  return shownValue(
    series.values.reduce<number>((sum, value) => sum + (value ?? 0), 0),
    kind,
  );
}

function wholeRange({ shape }: ChartData): string {
  return shape === 'bars' ? 'Whole range' : 'Point at the chart for values';
}
