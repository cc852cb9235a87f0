import { openLedger, type Ledger } from '../testing/ledger.js';
import { dimensionColumns } from './dimensions.js';
import { measures } from './measures.js';

let ledger: Ledger;
beforeAll(async () => {
  ledger = await openLedger();
});
afterAll(() => ledger.drop());

const columnsOf = async (table: string): Promise<readonly string[]> => {
  const rows = await ledger.query('select column_name from information_schema.columns where table_name = $1', [table]);
  return rows.map((row) => String(row['column_name'])).sort();
};

describe('the measures and dimensions', () => {
  it.each(['usage_rollup_hourly', 'usage_rollup_daily', 'usage_rollup_monthly'])(
    'are the columns of %s',
    async (table) => {
      const own = ['bucket_start', 'is_correction', 'added_at'];
      const told = [...own, ...Object.values(dimensionColumns), ...measures.map(({ column }) => column)];
      expect(await columnsOf(table)).toEqual(told.sort());
    },
  );

  it('can be read from rows', async () => {
    const list = measures.map(({ ofRows, column }) => `${ofRows} as ${column}`).join(', ');
    const [row] = await ledger.query(`select ${list} from request_usage`);
    expect(Object.values(row ?? {}).every((value) => value === '0')).toBe(true);
  });
});
