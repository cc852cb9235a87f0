import type { Cell, CellKind } from '../table/report-table.js';

/** The role of a series' colour: the n-th of the palette, the rest of them, or an outcome's own. */
export type ChartColour = 1 | 2 | 3 | 4 | 5 | 6 | 'others' | 'served' | 'left' | 'refused' | 'failed';

/** One line, or one layer of the bars. */
export interface ChartSeries {
  readonly title: string;
  readonly colour: ChartColour;
  /** One for each time; `undefined` is unknown and leaves a gap. */
  readonly values: readonly Cell[];
}

/** Values over time, drawn in the browser and told as a table to whoever cannot see it. */
export interface Chart {
  readonly name: string;
  readonly title: string;
  /** Bars are stacked. */
  readonly shape: 'bars' | 'lines';
  readonly kind: CellKind;
  readonly step: 'hour' | 'day' | 'month';
  /** The beginnings of the steps, in milliseconds since the epoch. */
  readonly times: readonly number[];
  readonly series: readonly ChartSeries[];
  /** Where a click on a step leads, with `from=` and `to=` to be added; absent where it leads nowhere. */
  readonly drillHref?: string;
}
