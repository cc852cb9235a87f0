import { waitFor } from '@smart-router/dev-services';
import { openLedger } from '../testing/ledger.js';
import { storeRecords } from '../testing/store-records.js';
import { keepRetention } from './keep-retention.js';

const march = Date.UTC(2026, 2, 1);
const keptDays = {
  ...{ usage_detail: undefined, usage_diagnostics: 30, decision_telemetry: 30, security_access_events: 90 },
};

test('two keepers make one job a day, which deletes what is old', async () => {
  const ledger = await openLedger();
  await storeRecords(ledger.url, [{ startedAt: march }]);
  const problems: string[] = [];
  const settings = { databaseUrl: ledger.url, dryRun: false, batchRows: 10, keptDays, intervalMs: 20 };
  const keepers = [1, 2].map(() => keepRetention({ ...settings, onProblem: (text) => void problems.push(text) }));
  await waitFor(() => keepers.every((keeper) => keeper.state().doneAt !== undefined));
  await Promise.all(keepers.map((keeper) => keeper.stop()));
  expect(problems).toEqual([]);
  expect(await ledger.query('select status from retention_jobs')).toEqual([{ status: 'done' }]);
  expect(await ledger.query('select from request_attempts')).toEqual([]);
  expect(await ledger.query('select from request_usage')).toHaveLength(1);
  await ledger.drop();
});
