import type { VNode } from 'preact';
import type { Question } from '../question/question.js';
import type { ReportTable } from '../table/report-table.js';
import { BodyRow } from './body-row.js';
import { HeadCell } from './head-cell.js';
import { shownColumns } from './shown-columns.js';
import { TableEnd } from './table-end.js';

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
                <BodyRow row={row} columns={columns} />
              ))}
            </tbody>
            {table.total !== undefined && (
              <tfoot>
                <BodyRow row={table.total} columns={columns.map((column) => ({ ...column, largest: 0 }))} />
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
