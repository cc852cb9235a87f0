import { waitFor } from '@smart-router/dev-services';
import { openLedger, type Ledger } from '../testing/ledger.js';
import { storeRecords } from '../testing/store-records.js';
import { keepRolledUp } from './keep-rolled-up.js';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const march = Date.UTC(2026, 2, 1);
const times = { intervalMs: 20, settleMs: 0, finalDayAfterMs: 0, finalMonthAfterMs: 0 };

let ledger: Ledger;
beforeEach(async () => {
  ledger = await openLedger();
  await storeRecords(ledger.url, [{ startedAt: march + dayMs }]);
});
afterEach(() => ledger.drop());

test('two keepers make the windows of a month, and make it final', async () => {
  const problems: string[] = [];
  const onProblem = (message: string): void => void problems.push(message);
  const keepers = [1, 2].map(() => keepRolledUp({ ...times, databaseUrl: ledger.url, onProblem }));
  const finalMonths = async (): Promise<boolean> =>
    (await ledger.query(`select from usage_rollup_windows where period = 'month' and status = 'final'`)).length === 1;
  await waitFor(finalMonths);
  await waitFor(() => keepers.every((keeper) => keeper.state().doneAt !== undefined));
  await Promise.all(keepers.map((keeper) => keeper.stop()));
  expect(problems).toEqual([]);
});

test('a trouble is told and counted, and the next run goes on', async () => {
  const problems: string[] = [];
  const onProblem = (message: string): void => void problems.push(message);
  await ledger.query('alter table usage_rollup_windows rename to away');
  const keeper = keepRolledUp({ ...times, databaseUrl: ledger.url, onProblem });
  await waitFor(() => keeper.state().failures > 0);
  expect(problems[0]).toBe('usage is not added up for now: relation "usage_rollup_windows" does not exist');
  await ledger.query('alter table away rename to usage_rollup_windows');
  await waitFor(() => keeper.state().doneAt !== undefined);
  expect(keeper.state().failures).toBe(0);
  await keeper.stop();
});
