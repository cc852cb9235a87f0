import { outcomeExpression, rowDimensions } from '../reports/dimensions.js';
import { measures } from '../reports/measures.js';
import { periods, rollupTables, type Period } from '../rollups/period.js';
import type { Ledger, Row } from './ledger.js';

const dimensions = rowDimensions.map(({ column }) => column).join(', ');
const ofRows = measures.map(({ ofRows: expression, column }) => `(${expression})::text as ${column}`).join(', ');
const ofRollup = measures.map(({ column, fold }) => `${fold}(${column})::text as ${column}`).join(', ');
const rowsWithOutcome = `(select *, ${outcomeExpression} as outcome from request_usage) as each`;

/** A window whose sums are not those of its rows, and both. */
export interface Difference {
  readonly window: string;
  readonly rows: readonly Row[];
  readonly rollup: readonly Row[];
}

/** Compares every window since an instant with the rows it stands for, by every dimension and in every measure. */
export async function differencesOf(ledger: Ledger, since = 0): Promise<readonly Difference[]> {
  const all = await Promise.all(periods.map((period) => differencesIn(ledger, period, new Date(since))));
  return all.flat();
}

async function differencesIn(ledger: Ledger, period: Period, since: Date): Promise<readonly Difference[]> {
  const bucket = `date_trunc('${period}', started_at, 'UTC')`;
  const windows = `select window_start from usage_rollup_windows where period = '${period}'`;
  const rows = await ledger.query(
    `select ${bucket}::text as window, ${dimensions}, ${ofRows} from ${rowsWithOutcome}
    where started_at >= $1 and ${bucket} in (${windows})
    group by ${bucket}, ${dimensions} order by ${bucket}, ${dimensions}`,
    [since],
  );
  const rollup = await ledger.query(
    `select bucket_start::text as window, ${dimensions}, ${ofRollup} from ${rollupTables[period]}
    where bucket_start >= $1 group by bucket_start, ${dimensions} order by bucket_start, ${dimensions}`,
    [since],
  );
  const names = new Set([...rows, ...rollup].map(({ window }) => String(window)));
  return [...names]
    .map((window) => ({ window, rows: within(rows, window), rollup: within(rollup, window) }))
    .filter((each) => JSON.stringify(each.rows) !== JSON.stringify(each.rollup));
}

function within(rows: readonly Row[], window: string): readonly Row[] {
  return rows.filter((row) => row['window'] === window);
}
