import { askReport, type AskProblem } from '../reports/ask-report.js';
import type { Report } from '../reports/report.js';
import type { ReportsHouse } from '../reports-house.js';
import type { ReportTable } from '../table/report-table.js';
import type { Viewer } from '../viewer.js';

/** No file has more rows: one answer has to fit into memory, many times over. */
export const maxExportRows = 10_000;

/** A whole table, with the end of its range; or what is wrong with the question. */
export type ExportReading =
  | { readonly ok: true; readonly table: ReportTable; readonly until: number }
  | { readonly ok: false; readonly problems: readonly AskProblem[] };

/** Reads a table of a report with up to as many rows as a file may have; lists page by page. */
export async function readExport(
  report: Report,
  asked: { readonly house: ReportsHouse; readonly viewer: Viewer; readonly query: URLSearchParams },
): Promise<ExportReading> {
  const query = new URLSearchParams(asked.query);
  if (!query.get('limit')) query.set('limit', String(maxExportRows));
  const wanted = Number(query.get('limit'));
  const reading = await readPage(report, { ...asked, query });
  if (!reading.ok) return reading;
  const rows = [...reading.table.rows];
  let cursor = reading.table.nextCursor;
  while (cursor !== undefined && rows.length < wanted) {
    query.set('cursor', cursor);
    const next = await readPage(report, { ...asked, query });
    if (!next.ok) return next;
    rows.push(...next.table.rows);
    cursor = next.table.nextCursor;
  }
  return { ...reading, table: { ...reading.table, rows: rows.slice(0, wanted) } };
}

async function readPage(
  report: Report,
  asked: { readonly house: ReportsHouse; readonly viewer: Viewer; readonly query: URLSearchParams },
): Promise<ExportReading> {
  const answered = await askReport(report, { ...asked, maxRows: maxExportRows });
  if (!answered.ok) return answered;
  const { tables } = answered.answer;
  const name = asked.query.get('table');
  const table = name === null ? tables[0] : tables.find((known) => known.name === name);
  if (table !== undefined) return { ok: true, table, until: answered.context.range.to };
  const sentence = `table should be of ${tables.map((known) => known.name).join(', ')}, got "${name}"`;
  return { ok: false, problems: [{ parameter: 'table', sentence }] };
}
