import type uPlot from 'uplot';
import type { ChartData } from '../pages/chart-data.js';
import { openStep } from './chart-options.js';

/** How many steps the large keys go. */
const largeStep = 12;

/** Makes a chart a slider over its steps: arrows, page keys, Home and End move; Enter opens the requests of a step. */
export function walkByKeys(
  place: HTMLElement,
  data: ChartData,
  chart: { readonly plot: () => uPlot; readonly sentence: (index: number) => string },
): void {
  const last = data.times.length - 1;
  let index = last;
  const opens = data.drillHref === null ? '' : ', Enter opens the requests';
  place.tabIndex = 0;
  place.setAttribute('role', 'slider');
  place.setAttribute('aria-label', `${place.dataset['label'] ?? 'Chart'}: arrow keys move over time${opens}`);
  place.setAttribute('aria-valuemin', '0');
  place.setAttribute('aria-valuemax', String(last));
  const go = (next: number): void => {
    index = Math.max(0, Math.min(last, next));
    const plot = chart.plot();
    place.setAttribute('aria-valuenow', String(index));
    place.setAttribute('aria-valuetext', chart.sentence(index));
    plot.setCursor({ left: plot.valToPos(data.times[index] ?? 0, 'x') + 1, top: plot.over.clientHeight / 2 });
  };
  place.setAttribute('aria-valuenow', String(last));
  place.setAttribute('aria-valuetext', chart.sentence(last));
  place.addEventListener('focus', () => place.matches(':focus-visible') && go(index));
  place.addEventListener('keydown', (event) => {
    const next = nextIndex(event.key, index, last);
    if (event.key === 'Enter') openStep(data, index);
    if (next === undefined) return;
    event.preventDefault();
    go(next);
  });
}

function nextIndex(key: string, index: number, last: number): number | undefined {
  switch (key) {
    case 'ArrowRight':
    case 'ArrowUp':
      return index + 1;
    case 'ArrowLeft':
    case 'ArrowDown':
      return index - 1;
    case 'PageUp':
      return index + largeStep;
    case 'PageDown':
      return index - largeStep;
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return undefined;
  }
}
