import uPlot from 'uplot';
import type { ChartData } from '../pages/chart-data.js';
import { chartOptions } from './chart-options.js';
import { followCursor } from './follow-cursor.js';
import { layersOf } from './layers-of.js';
import { walkByKeys } from './walk-by-keys.js';

/** Draws every chart of a page, again when the theme or the width changes. */
export function drawCharts(page: Document): void {
  for (const body of page.querySelectorAll<HTMLElement>('[data-chart]')) drawChart(page, body);
}

function drawChart(page: Document, body: HTMLElement): void {
  const place = body.querySelector<HTMLElement>('[data-plot]');
  const text = body.querySelector('script[type="application/json"]')?.textContent;
  if (place === null || !text) return;
  const data = JSON.parse(text) as ChartData; // our own page wrote it
  const readout = followCursor(body, data);
  const draw = (): uPlot =>
    new uPlot(
      chartOptions({ data, colours: coloursOf(body), width: place.clientWidth, onCursor: readout.show }),
      [[...data.times], ...layersOf(data)],
      place,
    );
  let plot = draw();
  const again = (): void => {
    plot.destroy();
    plot = draw();
  };
  walkByKeys(place, data, { plot: () => plot, sentence: readout.sentence });
  page.addEventListener('themechange', again);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', again);
  new ResizeObserver(() => {
    if (place.clientWidth !== plot.width) plot.setSize({ width: place.clientWidth, height: plot.height });
  }).observe(place);
}

/** The legend has the colours, and the stylesheet knows the theme. */
function coloursOf(body: HTMLElement): readonly string[] {
  return [...body.querySelectorAll('[data-swatch]')].map((swatch) => getComputedStyle(swatch).color);
}
