import type { VNode } from 'preact';
import type { Cell, TableColumn, TableRow } from '../table/report-table.js';
import { exactCell, isNumeric, isTime, shownCell, unknownMark } from '../table/shown-cell.js';
import { CellBar } from './cell-bar.js';
import type { ShownColumn } from './shown-columns.js';

/** A row, whose first cell is its head. */
export function BodyRow(props: { readonly row: TableRow; readonly columns: readonly ShownColumn[] }): VNode {
  const { row, columns } = props;
  return (
    <tr>
      {columns.map((column, position) => (
        <BodyCell
          cell={row.cells[column.index]}
          column={column}
          href={row.links?.[column.name]}
          isFirst={position === 0}
        />
      ))}
    </tr>
  );
}

function BodyCell(props: {
  readonly cell: Cell;
  readonly column: ShownColumn;
  readonly href: string | undefined;
  readonly isFirst: boolean;
}): VNode {
  const { cell, column, href, isFirst } = props;
  const { kind, name, hasBar, largest } = column;
  const exact = exactCell(cell, kind);
  const text = shownCell(cell, kind);
  const content = <bdi>{text}</bdi>;
  const marks = {
    class: cssOf(cell, column),
    'data-column': name,
    'data-value': typeof cell === 'string' ? undefined : exact,
    title: exact !== text && exact !== '' && typeof cell !== 'string' ? exactTitle(exact, kind) : undefined,
  };
  const inner =
    href === undefined || (text === unknownMark && isNumeric(kind)) ? content : <a href={href}>{content}</a>;
  const share = hasBar === true ? barShare(cell, kind, largest) : undefined;
  const bar = share === undefined ? undefined : <CellBar share={share} />;
  if (isFirst)
    return (
      <th scope="row" {...marks}>
        {inner}
        {bar}
      </th>
    );
  return (
    <td {...marks}>
      {inner}
      {bar}
    </td>
  );
}

/** Of a share the bar is the share itself. */
function barShare(cell: Cell, kind: TableColumn['kind'], largest: number): number | undefined {
  if (kind === 'share') return typeof cell === 'number' ? cell : undefined;
  return typeof cell === 'bigint' && largest > 0 ? Number(cell) / largest : undefined;
}

function exactTitle(exact: string, kind: TableColumn['kind']): string {
  if (kind === 'money') return `${exact} USD`;
  return kind === 'milliseconds' ? `${exact} ms` : exact;
}

/** Texts up to here stay on one line. */
const shortLength = 24;

function cssOf(cell: Cell, { kind, name }: ShownColumn): string | undefined {
  const parts = [
    isNumeric(kind) ? 'number' : '',
    cell === undefined ? 'unknown' : '',
    kind === 'status' && typeof cell === 'number' ? statusCss(cell) : '',
    isTime(kind) ? 'time' : '',
    name.endsWith('id') ? 'code' : '',
    typeof cell === 'string' ? (cell.length <= shortLength ? 'short' : 'long') : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? undefined : parts.join(' ');
}

function statusCss(status: number): string {
  if (status < 400) return 'status-served';
  if (status === 499) return 'status-left';
  return status < 500 ? 'status-refused' : 'status-failed';
}
