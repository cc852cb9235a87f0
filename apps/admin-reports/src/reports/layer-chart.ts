import type { Dimension } from '@smart-router/usage-storage';
import { unknownMark } from '../table/shown-cell.js';
import type { Chart, ChartColour } from './chart.js';
import type { UsageLayers } from './read-layers.js';

const colours: readonly ChartColour[] = [1, 2, 3, 4, 5, 6];

/** One measure over time, in layers by dimensions. */
export function layerChart(
  { step, times, layers }: UsageLayers,
  options: {
    readonly title: string;
    readonly measure: 'requests' | 'cost_nano_usd';
    readonly groupBy: readonly Dimension[];
    readonly drillHref: string | undefined;
  },
): Chart {
  const isMoney = options.measure === 'cost_nano_usd';
  return {
    ...{ name: isMoney ? 'cost' : 'requests', title: options.title, shape: 'bars' },
    ...{ kind: isMoney ? 'money' : 'count', step, times },
    series: layers.map(({ keys, values }, index) => ({
      title: keys === undefined ? 'Everything else' : keys.map((key) => key ?? unknownMark).join(' · ') || 'All',
      colour: keys === undefined ? 'others' : (colours[index] ?? 'others'),
      values,
    })),
    ...(options.drillHref === undefined ? {} : { drillHref: options.drillHref }),
  };
}
