import type { VNode } from 'preact';
import { shownRange } from '../format/format-time.js';
import { hrefOf, writeQuestion } from '../question/write-question.js';
import { pathOf } from '../reports/path-of.js';
import type { Report, ReportAnswer, ReportContext } from '../reports/report.js';
import { isSomewhere } from '../reports/scopes.js';
import type { ReportTable } from '../table/report-table.js';
import { ChartFigure } from './chart-figure.js';
import { DataTable } from './data-table.js';
import { FigureCards } from './figure-cards.js';
import { FindingList } from './finding-list.js';
import type { PageFrame } from './frame.js';
import { PageLayout } from './page-layout.js';
import { QuestionBar } from './question-bar.js';
import { UsageTabs } from './usage-tabs.js';

/** The page of a report. */
export function ReportPage(props: {
  readonly frame: PageFrame;
  readonly report: Report;
  readonly context: ReportContext;
  readonly answer: ReportAnswer;
  readonly ignored: readonly string[];
}): VNode {
  const { frame, report, context, answer, ignored } = props;
  const { question, range, house } = context;
  const path = pathOf(report);
  return (
    <PageLayout frame={frame} title={report.title} lead={report.lead} question={question}>
      {report.name === 'usage' && <UsageTabs question={question} />}
      <QuestionBar
        {...{ path, question, range, controls: report.controls, now: house.now(), baselines: house.baselines }}
        usualPeriod={{ kind: 'since', sinceMs: house.defaultRangeMs }}
      />
      {ignored.length > 0 && <p class="note">{`Not known here, and left aside: ${ignored.join(', ')}.`}</p>}
      <WiderRange asked={range} told={answer.range} />
      {answer.cards !== undefined && <FigureCards cards={answer.cards} />}
      {hasFindings(report, answer) && <FindingList findings={answer.findings ?? []} />}
      {answer.charts !== undefined && (
        <div class={answer.charts.length > 1 ? 'columns' : undefined}>
          {answer.charts.map((chart) => (
            <ChartFigure chart={chart} path={path} question={question} />
          ))}
        </div>
      )}
      <div class={answer.tables.length > 1 && report.name === 'overview' ? 'columns' : undefined}>
        {answer.tables.map((table) => (
          <DataTable {...{ table, path, question, exportHref: exportsOf(props, table) }} />
        ))}
      </div>
    </PageLayout>
  );
}

/** The overview also says that there is nothing. */
function hasFindings(report: Report, { findings }: ReportAnswer): boolean {
  return findings !== undefined && (findings.length > 0 || report.name === 'overview');
}

function exportsOf(
  { report, context }: { readonly report: Report; readonly context: ReportContext },
  table: ReportTable,
): ((ending: 'csv' | 'md') => string) | undefined {
  if (!isSomewhere(context.viewer.scopeFor('reports:export'))) return undefined;
  return (ending) => {
    const question = { ...context.question, cursor: undefined, limit: undefined };
    const href = hrefOf(`/export/${report.name}.${ending}`, question);
    return `${href}${writeQuestion(question) === '' ? '?' : '&'}table=${table.name}`;
  };
}

/** Where single requests are no longer kept, an answer is about whole hours, days or months. */
function WiderRange(props: {
  readonly asked: ReportContext['range'];
  readonly told: ReportContext['range'] | undefined;
}): VNode | null {
  const { asked, told } = props;
  if (told === undefined || (told.from === asked.from && told.to === asked.to)) return null;
  return (
    <p class="note">
      {`Single requests of this time are no longer kept, so the numbers are about ${shownRange(told)}.`}
    </p>
  );
}
