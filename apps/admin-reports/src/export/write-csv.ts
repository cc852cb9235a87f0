import { visibleText } from '../format/visible-text.js';
import type { Cell, CellKind, ReportTable } from '../table/report-table.js';
import { exactCell } from '../table/shown-cell.js';

/** What spreadsheets take for a formula at the start of a cell, also behind spaces and in its full-width shape. */
const formula = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20|%]/;

/** A table as CSV (RFC 4180). Numbers are exact; no text in it can be a formula of a spreadsheet. */
export function writeCsv({ columns, rows }: ReportTable): string {
  const head = columns.map(({ name }) => quoted(name));
  const lines = rows.map(({ cells }) => columns.map(({ kind }, index) => csvCell(cells[index], kind)));
  return [head, ...lines].map((cells) => `${cells.join(',')}\r\n`).join('');
}

/** Tabs and line ends begin formulas too: as any control character they are replaced before. */
function csvCell(cell: Cell, kind: CellKind): string {
  if (typeof cell !== 'string') return exactCell(cell, kind);
  const text = visibleText(cell);
  return quoted(formula.test(text) ? `'${text}` : text);
}

function quoted(text: string): string {
  return /[",\r\n;]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
