import type { ChartData } from '../pages/chart-data.js';
import { rangeHref, stepAt, stepEnd, wholeSteps } from './chart-links.js';
import { layersOf } from './layers-of.js';

const hour = 3600;
const chart: ChartData = {
  ...{ shape: 'bars', kind: 'count', step: 'hour', times: [0, hour, 2 * hour], drillHref: null, zoomHref: '/' },
  series: [
    { title: 'a', values: [1, 2, null] },
    { title: 'b', values: [10, null, 30] },
  ],
};

describe('a place on a chart', () => {
  it('belongs to the bar that began last', () => {
    expect([0, hour - 1, hour, 2.9 * hour, -5].map((time) => stepAt(chart, time))).toEqual([0, 0, 1, 2, 0]);
  });

  it('belongs to the nearest point of a line', () => {
    const line: ChartData = { ...chart, shape: 'lines' };
    expect([0.4 * hour, 0.6 * hour, 1.9 * hour, 9 * hour].map((time) => stepAt(line, time))).toEqual([0, 1, 2, 2]);
  });
});

describe('a selection', () => {
  it('is widened to whole steps', () => {
    expect(wholeSteps(chart, { from: 100, to: hour + 1 })).toEqual({ from: 0, to: 2 * hour });
    expect(wholeSteps(chart, { from: -200, to: -100 })).toBeUndefined();
  });

  it('becomes a link that keeps everything else', () => {
    expect(rangeHref('/usage?since=7d&project=web', 0, 24 * hour)).toBe(
      '/usage?project=web&from=1970-01-01&to=1970-01-02',
    );
  });

  it('knows how long months are', () => {
    const february = Date.UTC(2028, 1, 1) / 1000;
    expect(stepEnd(february, 'month') - february).toBe(29 * 24 * hour);
  });
});

it('stacks layers, the highest first', () => {
  expect(layersOf(chart)).toEqual([
    [11, 2, 30],
    [1, 2, 0],
  ]);
});
