import { writeTime } from '../question/time-text.js';
import type { ChartData } from '../pages/chart-data.js';

const stepsS = { hour: 3600, day: 86_400 } as const;

/** A page about a range: the link with `from` and `to`. Times are seconds since the epoch. */
export function rangeHref(href: string, from: number, to: number): string {
  const [path = '', query = ''] = href.split('?');
  const parameters = new URLSearchParams(query);
  parameters.delete('since');
  parameters.set('from', writeTime(from * 1000));
  parameters.set('to', writeTime(to * 1000));
  return `${path}?${parameters}`;
}

/** When the step that begins then is over. */
export function stepEnd(time: number, step: ChartData['step']): number {
  if (step !== 'month') return time + stepsS[step];
  const date = new Date(time * 1000);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1) / 1000;
}

/** The step that a place on the axis belongs to: of bars the one that began last, of lines the nearest point. */
export function stepAt({ times, shape }: ChartData, time: number): number | undefined {
  if (times.length === 0) return undefined;
  const next = times.findIndex((start) => start > time);
  const begun = next < 0 ? times.length - 1 : Math.max(0, next - 1);
  const [before = 0, after] = [times[begun], times[begun + 1]];
  return shape === 'lines' && after !== undefined && after - time < time - before ? begun + 1 : begun;
}

/** The steps that a selection touches, as a range of whole steps; `undefined` for a selection of nothing. */
export function wholeSteps(
  { times, step }: ChartData,
  selected: { readonly from: number; readonly to: number },
): { readonly from: number; readonly to: number } | undefined {
  const touched = times.filter((time) => stepEnd(time, step) > selected.from && time < selected.to);
  const [first, last] = [touched[0], touched.at(-1)];
  return first === undefined || last === undefined ? undefined : { from: first, to: stepEnd(last, step) };
}
