import type { VNode } from 'preact';
import { maxPageRows } from '../question/parse-question.js';
import type { Question } from '../question/question.js';
import { hrefOf } from '../question/write-question.js';
import type { ReportTable } from '../table/report-table.js';

/** Where there is more of a table than stands on the page. */
export function TableEnd(props: {
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
  const more = Math.min(maxPageRows, rowCount);
  return (
    <p class="paging">
      {`${rows.length} of ${rowCount} rows, the largest. `}
      {rows.length < maxPageRows && <a href={hrefOf(path, { ...question, limit: more })}>{`Show ${more}`}</a>}
    </p>
  );
}
