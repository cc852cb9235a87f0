import type { Cell, ReportTable, TableColumn } from '../table/report-table.js';

/** A column that a page has room for. */
export interface ShownColumn extends TableColumn {
  /** Of its cells in a row. */
  readonly index: number;
  /** Of its whole numbers; 0 where it has none. */
  readonly largest: number;
}

/** The columns that a page shows. Bars compare rows, so they are about the largest of them. */
export function shownColumns({ columns, rows }: ReportTable): readonly ShownColumn[] {
  return columns
    .map((column, index) => ({ ...column, index, largest: largestOf(rows.map(({ cells }) => cells[index])) }))
    .filter(({ isExtra }) => isExtra !== true);
}

function largestOf(cells: readonly Cell[]): number {
  return cells.reduce<number>((most, cell) => Math.max(most, typeof cell === 'bigint' ? Number(cell) : 0), 0);
}
