import { rowDimensions } from '../reports/dimensions.js';
import { measures } from '../reports/measures.js';

/** What is added up, and into which table. The expressions are SQL of ours, never values of others. */
interface Addition {
  readonly into: string;
  readonly from: string;
  /** Which window a row of `from` belongs to. */
  readonly bucket: string;
  readonly where: string;
}

const dimensions = rowDimensions.map(({ column }) => column).join(', ');
const names = measures.map(({ column }) => column).join(', ');
const rowExpressions = rowDimensions.map(({ expression }) => expression).join(', ');
const rowMeasures = measures.map(({ ofRows }) => ofRows).join(', ');

/** `sum` of a bigint is `numeric`, so what is a count is made one again. */
const foldedMeasures = measures.map(({ column, fold, type }) => `${fold}(${column})::${type}`).join(', ');

/** Adds up rows that have the columns of `request_usage`. */
export function addUpRows({ into, from, bucket, where }: Addition, kind: 'base' | 'correction'): string {
  return `insert into ${into} (bucket_start, is_correction, ${dimensions}, ${names})
    select ${bucket}, ${kind === 'correction'}, ${rowExpressions}, ${rowMeasures}
    from ${from} where ${where} group by ${bucket}, ${rowExpressions}`;
}

/** Adds up the rows of a rollup, its corrections among them. */
export function addUpRollup({ into, from, bucket, where }: Addition): string {
  return `insert into ${into} (bucket_start, is_correction, ${dimensions}, ${names})
    select ${bucket}, false, ${dimensions}, ${foldedMeasures}
    from ${from} where ${where} group by ${bucket}, ${dimensions}`;
}
