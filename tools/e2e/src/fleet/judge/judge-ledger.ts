import type { StoredRow } from '../sightings.js';
import type { Case } from './cases.js';

/** How the ledger compares with what callers saw. */
export interface LedgerVerdict {
  /** Requests whose callers read a whole answer, refusals included. */
  readonly answered: number;
  /** Rows of these. */
  readonly answeredRows: number;
  /** Rows of requests whose callers left, or whose replica was killed under them. */
  readonly otherRows: number;
  readonly findings: readonly string[];
}

/** Every answer has exactly one row with its status, no request has two, and nobody has one who did not ask. */
export function judgeLedger(cases: readonly Case[], rows: readonly StoredRow[]): LedgerVerdict {
  const answered = cases.filter(({ seen }) => seen.answered);
  const others = cases.filter(({ seen }) => !seen.answered);
  const tags = new Set(cases.map(({ seen }) => seen.tag));
  const ids = new Set(rows.map(({ requestId }) => requestId));
  return {
    answered: answered.length,
    answeredRows: answered.reduce((sum, one) => sum + one.rows.length, 0),
    otherRows: others.reduce((sum, one) => sum + one.rows.length, 0),
    findings: [
      ...answered.flatMap(answerFlaw),
      ...others.flatMap(otherFlaw),
      ...rows
        .filter(({ tag }) => tag === undefined || !tags.has(tag))
        .map(({ requestId }) => `nobody asked ${requestId}`),
      ...(ids.size === rows.length ? [] : [`${rows.length - ids.size} request ids have more than one row`]),
    ],
  };
}

function answerFlaw({ seen, rows }: Case): readonly string[] {
  const [row] = rows;
  if (rows.length !== 1 || row === undefined) return [`${seen.tag} was answered and has ${rows.length} rows`];
  if (row.requestId !== seen.requestId) return [`${seen.tag} is ${seen.requestId} and has the row of ${row.requestId}`];
  return row.status === seen.status ? [] : [`${seen.tag} was answered ${seen.status} and its row says ${row.status}`];
}

function otherFlaw({ seen, rows, killedAtMs }: Case): readonly string[] {
  if (rows.length > 1) return [`${seen.tag} has ${rows.length} rows`];
  // Whose replica lived on has its row even when nobody waited for the answer, but for who left before it was read.
  if (seen.leftAtMs !== undefined || killedAtMs !== undefined) return [];
  return [`${seen.tag} was not answered, and neither did its caller leave nor was its replica killed`];
}
