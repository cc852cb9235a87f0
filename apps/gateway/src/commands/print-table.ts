import { forTerminal } from './for-terminal.js';

/** What a cell may hold; `undefined` is shown as nothing. */
export type Cell = string | number | bigint | boolean | undefined;

/** A table as text: columns apart by two spaces, the head first. Numbers stand to the right. */
export function printTable(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const lines = [head, ...rows.map((row) => row.map(textOf))];
  const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const isNumber = head.map((_, column) => rows.some((row) => isNumeric(row[column])));
  const print = (line: readonly string[]): string =>
    line
      .map((text, column) =>
        isNumber[column] === true ? text.padStart(widths[column] ?? 0) : text.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  return `${lines.map(print).join('\n')}\n`;
}

function isNumeric(cell: Cell): boolean {
  return typeof cell === 'number' || typeof cell === 'bigint';
}

function textOf(cell: Cell): string {
  return cell === undefined ? '' : forTerminal(String(cell));
}
