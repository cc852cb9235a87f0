import { visibleText } from '../format/visible-text.js';
import type { Cell, ReportTable, TableColumn, TableRow } from '../table/report-table.js';
import { isNumeric, shownCell } from '../table/shown-cell.js';

/** A table as Markdown under its title. No text in it can be a link, HTML or markup. */
export function writeMarkdown(table: ReportTable): string {
  const columns = table.columns.map((column, index) => ({ ...column, index })).filter(({ isExtra }) => !isExtra);
  if (table.rows.length === 0) return `## ${escaped(table.title)}\n\n${escaped(table.empty)}\n`;
  const head = columns.map(({ title }) => escaped(title));
  const rule = columns.map(({ kind }) => (isNumeric(kind) ? '---:' : '---'));
  const total = table.total === undefined ? [] : [table.total];
  const lines = [...table.rows, ...total].map((row) => columns.map((column) => markdownCell(row, column)));
  const body = [head, rule, ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  return `## ${escaped(table.title)}\n\n${body}\n${moreOf(table)}`;
}

function markdownCell(row: TableRow, { index, kind }: TableColumn & { readonly index: number }): string {
  const cell: Cell = row.cells[index];
  const shown = shownCell(cell, kind);
  return typeof cell === 'string' ? escaped(shown) : shown;
}

function moreOf({ rows, rowCount }: ReportTable): string {
  return rowCount === undefined || rowCount <= rows.length ? '' : `\n${rows.length} of ${rowCount} rows.\n`;
}

/** Every character that Markdown or HTML could take for more than itself; addresses must not become links either. */
function escaped(text: string): string {
  return visibleText(text)
    .replace(/[\\`*_{}[\]()#+|~!=^$]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/:\/\//g, '&#58;//')
    .replace(/@/g, '&#64;')
    .replace(/\bwww\./gi, 'www&#46;')
    .replace(/^([-\d]+)([.)])/, '$1\\$2');
}
