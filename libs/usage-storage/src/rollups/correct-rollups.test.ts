import { createHash } from 'node:crypto';
import pg from 'pg';
import { openLedger } from '../testing/ledger.js';
import { storeRecords } from '../testing/store-records.js';
import { correctRollups } from './correct-rollups.js';

/** Of the trigger as the last migration made it. */
const fingerprint = '77413de197fabdbd';

test('whoever changes a measure writes a migration that makes the trigger anew, and notes it here', () => {
  expect(createHash('sha256').update(correctRollups.join(';')).digest('hex').slice(0, 16)).toBe(fingerprint);
});

test('rows are stored where the server has another isolation level by default', async () => {
  const ledger = await openLedger();
  const [{ name } = {}] = await ledger.query('select current_database() as name');
  await ledger.query(`alter database "${String(name)}" set default_transaction_isolation = 'repeatable read'`);
  await storeRecords(ledger.url, [{}]);
  expect(await ledger.query('select from request_usage')).toHaveLength(1);
  const other = new pg.Client({ connectionString: ledger.url });
  await other.connect();
  await expect(
    other.query('insert into request_usage select * from request_usage on conflict do nothing'),
  ).rejects.toThrow('rows of usage should be stored at the isolation level read committed, got repeatable read');
  await other.end();
  await ledger.drop();
});
