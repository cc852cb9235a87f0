import type { VNode } from 'preact';
import type { Question } from '../question/question.js';
import { hrefOf } from '../question/write-question.js';
import type { Cell, ReportTable, TableColumn, TableRow } from '../table/report-table.js';
import { exactCell, isNumeric, isTime, shownCell, unknownMark } from '../table/shown-cell.js';
import { CellBar } from './cell-bar.js';

type ShownColumn = TableColumn & { readonly index: number; readonly largest: number };

/** A table of a report, with its exports and, where there is more, the way to the next page. */
export function DataTable(props: {
  readonly table: ReportTable;
  readonly path: string;
  readonly question: Question;
  /** Where it can be had as a file, without the ending; absent for those who may not. */
  readonly exportHref: ((ending: 'csv' | 'md') => string) | undefined;
}): VNode {
  const { table, path, question, exportHref } = props;
  const columns = shownColumns(table);
  const id = `table-${table.name}`;
  return (
    <section class="panel" aria-labelledby={id}>
      <div class="panel-head">
        <h2 id={id}>{table.title}</h2>
        {exportHref !== undefined && table.rows.length > 0 && (
          <p class="exports">
            <a href={exportHref('csv')} download aria-label={`${table.title} as CSV`}>
              CSV
            </a>
            <a href={exportHref('md')} download aria-label={`${table.title} as Markdown`}>
              Markdown
            </a>
          </p>
        )}
      </div>
      {table.about !== undefined && <p class="about">{table.about}</p>}
      {table.rows.length === 0 ? (
        <p class="empty">{table.empty}</p>
      ) : (
        <div class="scroll" tabindex={0} role="region" aria-labelledby={id}>
          <table data-table={table.name} class={columns.length > denseFrom ? 'dense' : undefined}>
            <thead>
              <tr>
                {columns.map((column) => (
                  <HeadCell column={column} table={table} path={path} question={question} />
                ))}
              </tr>
            </thead>
            <tbody>
              {table.rows.map((row) => (
                <Row row={row} columns={columns} />
              ))}
            </tbody>
            {table.total !== undefined && (
              <tfoot>
                <Row row={table.total} columns={columns.map((column) => ({ ...column, largest: 0 }))} />
              </tfoot>
            )}
          </table>
        </div>
      )}
      <TableEnd table={table} path={path} question={question} />
    </section>
  );
}

/** From so many columns on they stand closer. */
const denseFrom = 8;

/** Bars compare rows, so they are about the largest of them. */
function shownColumns({ columns, rows }: ReportTable): readonly ShownColumn[] {
  return columns
    .map((column, index) => ({ ...column, index, largest: largestOf(rows.map(({ cells }) => cells[index])) }))
    .filter(({ isExtra }) => isExtra !== true);
}

function largestOf(cells: readonly Cell[]): number {
  return cells.reduce<number>((most, cell) => Math.max(most, typeof cell === 'bigint' ? Number(cell) : 0), 0);
}

function HeadCell(props: {
  readonly column: ShownColumn;
  readonly table: ReportTable;
  readonly path: string;
  readonly question: Question;
}): VNode {
  const { column, table, path, question } = props;
  const { name, title, kind, hint } = column;
  const css = isNumeric(kind) ? 'number' : undefined;
  if (column.isOrder !== true || table.order === undefined)
    return (
      <th scope="col" class={css} title={hint}>
        {title}
      </th>
    );
  const isOrder = table.order.column === name;
  const { href, direction } = orderLink(props, isOrder);
  return (
    <th scope="col" class={css} title={hint} aria-sort={isOrder ? table.order.direction : undefined}>
      <a href={hrefOf(path, { ...question, ...href, cursor: undefined })} class="sort">
        {title}
        <span aria-hidden="true" class="arrow">
          {isOrder ? (direction === 'ascending' ? ' ↑' : ' ↓') : ''}
        </span>
      </a>
    </th>
  );
}

/** A second click on a column turns the order round, where a table has both. */
function orderLink(
  { column, table }: { readonly column: ShownColumn; readonly table: ReportTable },
  isOrder: boolean,
): { readonly href: Partial<Question>; readonly direction: 'ascending' | 'descending' } {
  const direction = table.order?.direction ?? 'descending';
  if (table.canTurn !== true) return { href: { order: column.name, direction: undefined }, direction };
  const turned = isOrder && direction === 'descending' ? 'ascending' : 'descending';
  return { href: { order: column.name, direction: turned }, direction };
}

function Row(props: { readonly row: TableRow; readonly columns: readonly ShownColumn[] }): VNode {
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

function TableEnd(props: {
  readonly table: ReportTable;
  readonly path: string;
  readonly question: Question;
}): VNode | null {
  const { table, path, question } = props;
  const { rows, rowCount, nextCursor } = table;
  if (nextCursor !== undefined || question.cursor !== undefined)
    return (
      <p class="paging">
        {question.cursor !== undefined && <a href={hrefOf(path, { ...question, cursor: undefined })}>First page</a>}
        {nextCursor !== undefined && (
          <a href={hrefOf(path, { ...question, cursor: nextCursor })} rel="next">
            Next page
          </a>
        )}
      </p>
    );
  if (rowCount === undefined || rowCount <= rows.length) return null;
  if (table.moreHref !== undefined)
    return (
      <p class="paging">
        <a href={table.moreHref}>{`All ${rowCount}`}</a>
      </p>
    );
  const more = Math.min(500, rowCount);
  return (
    <p class="paging">
      {`${rows.length} of ${rowCount} rows, the largest. `}
      {rows.length < 500 && <a href={hrefOf(path, { ...question, limit: more })}>{`Show ${more}`}</a>}
    </p>
  );
}
