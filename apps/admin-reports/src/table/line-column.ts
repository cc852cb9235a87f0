import type { Cell, TableColumn } from './report-table.js';

/** A column that says what it shows of a line: a key, a request, an event. */
export interface LineColumn<Line> extends TableColumn {
  of(line: Line): Cell;
}

/** The columns as a table tells them. */
export function tableColumns<Line>(columns: readonly LineColumn<Line>[]): readonly TableColumn[] {
  return columns.map(({ of: _, ...column }) => column);
}

/** What the columns show of a line. */
export function cellsOf<Line>(columns: readonly LineColumn<Line>[], line: Line): readonly Cell[] {
  return columns.map(({ of }) => of(line));
}
