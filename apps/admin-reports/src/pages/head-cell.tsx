import type { VNode } from 'preact';
import type { Question } from '../question/question.js';
import { hrefOf } from '../question/write-question.js';
import type { ReportTable } from '../table/report-table.js';
import { isNumeric } from '../table/shown-cell.js';
import type { ShownColumn } from './shown-columns.js';

/** The head of a column; a link where rows can be ordered by it. */
export function HeadCell(props: {
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
  const { href, direction } = orderLink(props);
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
function orderLink({ column, table }: { readonly column: ShownColumn; readonly table: ReportTable }): {
  readonly href: Partial<Question>;
  readonly direction: 'ascending' | 'descending';
} {
  const direction = table.order?.direction ?? 'descending';
  if (table.canTurn !== true) return { href: { order: column.name, direction: undefined }, direction };
  const turned = table.order?.column === column.name && direction === 'descending' ? 'ascending' : 'descending';
  return { href: { order: column.name, direction: turned }, direction };
}
