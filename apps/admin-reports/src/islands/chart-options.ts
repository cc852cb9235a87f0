import uPlot from 'uplot';
import type { ChartData } from '../pages/chart-data.js';
import { rangeHref, stepAt, stepEnd, wholeSteps } from './chart-links.js';
import { axisValue } from './chart-text.js';
import { leaveFor } from './show-busy.js';

/** What a chart is drawn with. */
export interface ChartParts {
  readonly data: ChartData;
  /** One for each series. */
  readonly colours: readonly string[];
  readonly width: number;
  readonly onCursor: (index: number | undefined) => void;
}

const height = 240;
/** Steps of an axis of durations that are round to read, in milliseconds. */
const durationIncrements = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000],
  ...[60_000, 120_000, 300_000, 600_000, 1_800_000, 3_600_000],
] as const;
/** The axis of values is as wide as its marks need; charts beside each other mostly agree. */
const leastAxisPx = 56;
/** Of the font of an axis, rounded up. */
const digitPx = 7.5;
/** Between the marks and the plot. */
const axisMarginPx = 14;
/** A drag shorter than this is a click. */
const leastDragPx = 6;

/** The options of uPlot: axes in UTC, stacked bars or lines, a drag that chooses a range, a click that drills down. */
export function chartOptions({ data, colours, width, onCursor }: ChartParts): uPlot.Options {
  const [ink, grid] = [colourOf('probe-ink'), colourOf('probe-grid')];
  const axis = {
    stroke: ink,
    grid: { stroke: grid, width: 1 },
    ticks: { stroke: grid, width: 1, size: 4 },
    font: '12px system-ui',
  };
  return {
    ...{ width, height, padding: [12, 18, 0, 0], tzDate: utc },
    legend: { show: false },
    cursor: {
      y: false,
      points: { show: data.shape === 'lines', size: 7 },
      drag: { x: true, y: false, setScale: false, dist: leastDragPx },
      bind: { dblclick: () => null },
    },
    scales: {
      x: { time: true, range: (_plot, low, high) => xRange(data, low, high) },
      y: { range: (_plot, _low, high) => [0, high > 0 ? high * 1.08 : 1] },
    },
    axes: [
      { ...axis, size: 30, grid: { show: false }, space: 64, values: timeMarks },
      {
        ...axis,
        size: (_plot, marks: string[] | null) => axisWidth(marks ?? []),
        ...(data.kind === 'milliseconds' ? { incrs: [...durationIncrements] } : {}),
        values: (_plot, marks) => marks.map((mark) => axisValue(mark, data.kind)),
      },
    ],
    series: [{}, ...seriesOf(data, colours)],
    hooks: {
      setCursor: [(plot) => onCursor(stepUnder(plot, data, plot.cursor.left ?? -1))],
      setSelect: [(plot) => zoom(plot, data)],
      ready: [(plot) => drillOnClick(plot, data)],
    },
  };
}

/** Small amounts of money have long marks. */
function axisWidth(marks: readonly string[]): number {
  const longest = Math.max(0, ...marks.map((mark) => mark.length));
  return Math.max(leastAxisPx, longest * digitPx + axisMarginPx);
}

/** A colour of the stylesheet as the theme has it now. */
function colourOf(name: string): string {
  const probe = document.createElement('span');
  probe.className = name;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

function utc(time: number): Date {
  return uPlot.tzDate(new Date(time * 1000), 'Etc/UTC');
}

function seriesOf({ shape, series, step }: ChartData, colours: readonly string[]): uPlot.Series[] {
  if (shape === 'lines')
    return series.map(({ title }, index) => ({
      ...{ label: title, stroke: colours[index] ?? 'currentColor', width: 2, spanGaps: false },
      points: { show: step !== 'hour' || series.length === 1, size: 4 },
    }));
  const bars = uPlot.paths.bars?.({ align: 1, size: [0.86, 48], gap: 0 });
  const layers = series.map(({ title }, index) => ({
    ...{ label: title, fill: colours[index] ?? 'currentColor', width: 0, points: { show: false } },
    ...(bars === undefined ? {} : { paths: bars }),
  }));
  return layers.reverse(); // as the heights come
}

/** From the first step to the end of the last. */
function xRange({ times, step, shape }: ChartData, low: number, high: number): [number, number] {
  const last = times.at(-1) ?? high;
  return [times[0] ?? low, shape === 'bars' || times.length < 2 ? stepEnd(last, step) : last];
}

/** Days where the day begins, hours between them. */
function timeMarks(_plot: uPlot, marks: readonly number[]): string[] {
  return marks.map((mark) => {
    const text = new Date(mark * 1000).toISOString();
    return text.slice(11, 16) === '00:00' ? text.slice(5, 10) : text.slice(11, 16);
  });
}

/** The step at a place of the chart, in pixels from its left; less than 0 is elsewhere. */
function stepUnder(plot: uPlot, data: ChartData, left: number): number | undefined {
  return left < 0 ? undefined : stepAt(data, plot.posToVal(left, 'x'));
}

function zoom(plot: uPlot, data: ChartData): void {
  if (plot.select.width < leastDragPx) return;
  const from = plot.posToVal(plot.select.left, 'x');
  const to = plot.posToVal(plot.select.left + plot.select.width, 'x');
  const range = wholeSteps(data, { from, to });
  if (range !== undefined) leaveFor(rangeHref(data.zoomHref, range.from, range.to));
}

/** uPlot says nothing of clicks; those that end a drag are none. */
function drillOnClick(plot: uPlot, data: ChartData): void {
  const { drillHref } = data;
  if (drillHref === null) return;
  let pressedAt = 0;
  plot.over.addEventListener('mousedown', (event) => (pressedAt = event.clientX));
  plot.over.addEventListener('click', (event) => {
    if (Math.abs(event.clientX - pressedAt) < leastDragPx) openStep(data, stepUnder(plot, data, event.offsetX));
  });
  plot.over.classList.add('drillable');
}

/** Opens the requests of a step, where there are such lists for the viewer. */
export function openStep(data: ChartData, index: number | undefined): void {
  const time = index === undefined ? undefined : data.times[index];
  if (data.drillHref === null || time === undefined) return;
  leaveFor(rangeHref(data.drillHref, time, stepEnd(time, data.step)));
}
