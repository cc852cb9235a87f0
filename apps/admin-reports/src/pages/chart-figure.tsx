import type { VNode } from 'preact';
import { shownBucket } from '../format/format-time.js';
import { visibleText } from '../format/visible-text.js';
import type { Question } from '../question/question.js';
import { hrefOf } from '../question/write-question.js';
import type { Chart, ChartSeries } from '../reports/chart.js';
import { exactCell, shownCell } from '../table/shown-cell.js';
import { chartData, embeddedJson } from './chart-data.js';

const stepWords = { hour: 'by hour', day: 'by day', month: 'by month' } as const;

/** A chart: its legend, the place a script draws it in, and the same as a table. */
export function ChartFigure(props: {
  readonly chart: Chart;
  readonly path: string;
  readonly question: Question;
}): VNode {
  const { chart, path, question } = props;
  const id = `chart-${chart.name}`;
  const zoomHref = hrefOf(path, { ...question, period: undefined, cursor: undefined });
  const isEmpty = chart.series.every(({ values }) => values.every((value) => value === undefined || value === 0n));
  return (
    <section class="panel chart" aria-labelledby={id}>
      <div class="panel-head">
        <h2 id={id}>
          {chart.title} <span class="step">{stepWords[chart.step]}, UTC</span>
        </h2>
      </div>
      {isEmpty ? (
        <p class="empty">There is nothing to draw in this range.</p>
      ) : (
        <div class="chart-body" data-chart={chart.name}>
          <ul class="legend">
            {chart.series.map((series) => (
              <li>
                <span class={`swatch colour-${series.colour}`} data-swatch />
                <bdi class="legend-title">{visibleText(series.title)}</bdi>
                <span class="legend-value" data-legend-value />
              </li>
            ))}
          </ul>
          <p class="chart-time" data-chart-time aria-hidden="true" />
          <div class="plot" data-plot data-label={chart.title} />
          <script
            type="application/json"
            dangerouslySetInnerHTML={{ __html: embeddedJson(chartData(chart, zoomHref)) }}
          />
          <noscript>
            <p class="empty">The drawing needs JavaScript; the table below has the same numbers.</p>
          </noscript>
          <ChartTwin chart={chart} />
        </div>
      )}
    </section>
  );
}

/** The chart's numbers for those who do not look at it. */
function ChartTwin({ chart }: { readonly chart: Chart }): VNode {
  return (
    <details class="twin">
      <summary>{`${chart.title} as a table`}</summary>
      <div class="scroll" tabindex={0} role="region" aria-label={`${chart.title} as a table`}>
        <table>
          <thead>
            <tr>
              <th scope="col">Time (UTC)</th>
              {chart.series.map(({ title }) => (
                <th scope="col" class="number">
                  <bdi>{visibleText(title)}</bdi>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {chart.times.map((time, index) => (
              <tr>
                <th scope="row">{shownBucket(time, chart.step)}</th>
                {chart.series.map((series) => (
                  <TwinCell chart={chart} series={series} index={index} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

function TwinCell(props: { readonly chart: Chart; readonly series: ChartSeries; readonly index: number }): VNode {
  const cell = props.series.values[props.index];
  const { kind } = props.chart;
  return (
    <td class="number" data-value={exactCell(cell, kind)}>
      {shownCell(cell, kind)}
    </td>
  );
}
