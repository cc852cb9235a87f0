import { openReports } from '@smart-router/usage-storage';
import { answerJson } from '../api/answer-json.js';
import { writeJson } from '../api/write-json.js';
import { writeCsv } from '../export/write-csv.js';
import { writeMarkdown } from '../export/write-markdown.js';
import { shownRange } from '../format/format-time.js';
import { dimensions } from '../question/parse-question.js';
import type { ReportsHouse } from '../reports-house.js';
import { allReports, findReport } from '../reports/all-reports.js';
import { askReport, type Asked } from '../reports/ask-report.js';
import type { Report } from '../reports/report.js';
import type { ReportTable } from '../table/report-table.js';
import type { Viewer } from '../viewer.js';
import type { ReportIo } from './report-io.js';
import { reportQuery, type ReportOptions } from './report-query.js';

const dayMs = 86_400_000;
const ranges = { defaultRangeMs: dayMs, maxRangeMs: 400 * dayMs };

/** Whoever can ask the database may see all of it. */
const everybody: Viewer = { subject: 'cli', name: 'cli', scopeFor: () => 'everything', csrfToken: '' };

/** Prints a report, the same as its page. Resolves to the exit code: 0 well, 2 wrong usage; rejects when the database fails. */
export async function runReport(options: ReportOptions, io: ReportIo): Promise<0 | 2> {
  const report = findReport(options.report);
  if (report === undefined) return refuse(io, `--report should be of ${allReports.map(({ name }) => name).join(', ')}, got "${options.report}"`);
  const stranger = options.filter.find((text) => !isFilter(text));
  if (stranger !== undefined)
    return refuse(io, `--filter should be like project=web, with one of ${dimensions.join(', ')}, got "${stranger}"`);
  const databaseUrl = options.databaseUrl ?? io.env['DATABASE_URL'];
  if (!databaseUrl) return refuse(io, 'set DATABASE_URL, or give --database-url');
  if (!/^postgres(ql)?:\/\//.test(databaseUrl) || !URL.canParse(databaseUrl))
    return refuse(io, 'the database URL should look like postgres://user:password@host:5432/name'); // and is not repeated
  const asked = await ask(report, { options, io, databaseUrl });
  if (!asked.ok) {
    for (const { parameter, sentence } of asked.problems) io.stderr(`smart-router-reports: ${optionOf(parameter)}${sentence}\n`);
    return 2;
  }
  return print(report, asked, { options, io });
}

async function ask(
  report: Report,
  { options, io, databaseUrl }: { readonly options: ReportOptions; readonly io: ReportIo; readonly databaseUrl: string },
): Promise<Asked> {
  const reports = openReports(databaseUrl, { maxConnections: 2 });
  const house: ReportsHouse = { reports, baselines: [], assets: { script: '', style: '' }, now: io.now, ...ranges };
  try {
    return await askReport(report, { house, viewer: everybody, query: reportQuery(options) });
  } finally {
    await reports.close();
  }
}

function print(
  report: Report,
  { answer, context }: Extract<Asked, { ok: true }>,
  { options, io }: { readonly options: ReportOptions; readonly io: ReportIo },
): 0 | 2 {
  const tables = answer.tables.filter(({ name }) => options.table === undefined || name === options.table);
  const [first] = tables;
  if (first === undefined)
    return refuse(io, `--table should be of ${answer.tables.map(({ name }) => name).join(', ')}, got "${options.table}"`);
  if (options.format === 'json') io.stdout(`${writeJson(answerJson(report, { ...answer, tables }, context.range))}\n`);
  if (options.format === 'csv') io.stdout(writeCsv(first));
  if (options.format === 'md') io.stdout(markdownOf(report, tables, answer.range ?? context.range));
  return 0;
}

function markdownOf(report: Report, tables: readonly ReportTable[], range: { readonly from: number; readonly to: number }): string {
  return [`# ${report.title}\n\n${shownRange(range)}\n`, ...tables.map(writeMarkdown)].join('\n');
}

/** Parameters have the names of their options, dimensions are filters. */
function optionOf(parameter: string | undefined): string {
  if (parameter === undefined) return '';
  return dimensions.some((name) => name === parameter) ? '--filter ' : '--';
}

function isFilter(text: string): boolean {
  const [name] = text.split('=', 1);
  return text.includes('=') && dimensions.some((dimension) => dimension === name);
}

function refuse({ stderr }: ReportIo, sentence: string): 2 {
  stderr(`smart-router-reports: ${sentence}\n`);
  return 2;
}
