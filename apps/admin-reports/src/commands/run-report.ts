import { openReports } from '@smart-router/usage-storage';
import { answerJson } from '../api/answer-json.js';
import { writeJson } from '../api/write-json.js';
import { UsageError, type CliIo } from '../cli-io.js';
import { maxExportRows } from '../export/read-export.js';
import { writeCsv } from '../export/write-csv.js';
import { writeMarkdown } from '../export/write-markdown.js';
import { shownRange } from '../format/format-time.js';
import { dimensions } from '../question/parse-question.js';
import type { ReportsHouse } from '../reports-house.js';
import { findReport } from '../reports/all-reports.js';
import { askReport, type Asked, type AskProblem } from '../reports/ask-report.js';
import type { Report } from '../reports/report.js';
import type { Viewer } from '../viewer.js';
import { databaseUrlOf } from './database-url.js';
import { refusalOf } from './refusal-of.js';
import { reportQuery, type ReportOptions } from './report-query.js';

const dayMs = 86_400_000;
const ranges = { defaultRangeMs: dayMs, maxRangeMs: 400 * dayMs };

/** Whoever can ask the database may see all of it. */
const everybody: Viewer = { subject: 'cli', name: 'cli', scopeFor: () => 'everything', csrfToken: '' };

/** A report as its page would show it, in the format that was asked for. */
export async function runReport(options: ReportOptions, io: Pick<CliIo, 'env' | 'now'>): Promise<string> {
  const report = findReport(options.report);
  if (report === undefined) throw new UsageError(`there is no report "${options.report}"`);
  const stranger = options.filter.find((text) => !isFilter(text));
  if (stranger !== undefined)
    throw new UsageError(
      `--filter should be like project=web, with one of ${dimensions.join(', ')}, got "${stranger}"`,
    );
  const asked = await ask(report, { options, io, databaseUrl: databaseUrlOf(io, options.databaseUrl) });
  if (!asked.ok) throw new UsageError(asked.problems.map(sentenceOf).join('\nsmart-router-reports: '));
  return print(report, asked, options);
}

async function ask(
  report: Report,
  parts: { readonly options: ReportOptions; readonly io: Pick<CliIo, 'now'>; readonly databaseUrl: string },
): Promise<Asked> {
  const reports = openReports(parts.databaseUrl, { maxConnections: 2 });
  const house: ReportsHouse = {
    reports,
    baselines: [],
    assets: { script: '', style: '' },
    now: parts.io.now,
    ...ranges,
  };
  try {
    return await askReport(report, {
      house,
      viewer: everybody,
      query: reportQuery(parts.options),
      maxRows: maxExportRows,
    });
  } catch (error) {
    throw refusalOf(error);
  } finally {
    await reports.close();
  }
}

function print(report: Report, { answer, context }: Extract<Asked, { ok: true }>, options: ReportOptions): string {
  const tables = answer.tables.filter(({ name }) => options.table === undefined || name === options.table);
  const [first] = tables;
  if (first === undefined)
    throw new UsageError(
      `--table should be of ${answer.tables.map(({ name }) => name).join(', ')}, got "${options.table}"`,
    );
  const range = answer.range ?? context.range;
  switch (options.format) {
    case 'json':
      return `${writeJson(answerJson(report, { ...answer, tables }, context.range))}\n`;
    case 'csv':
      return writeCsv(first);
    case 'md':
      return [`# ${report.title}\n\n${shownRange(range)}\n`, ...tables.map(writeMarkdown)].join('\n');
    default:
      return options.format satisfies never;
  }
}

/** Parameters have the names of their options, dimensions are filters. */
function sentenceOf({ parameter, sentence }: AskProblem): string {
  if (parameter === undefined) return sentence;
  return dimensions.some((name) => name === parameter) ? `--filter ${sentence}` : `--${sentence}`;
}

function isFilter(text: string): boolean {
  const [name] = text.split('=', 1);
  return text.includes('=') && dimensions.some((dimension) => dimension === name);
}
