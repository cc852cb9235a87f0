import { startPostgres, waitFor, type Service } from '@smart-router/dev-services';
import { hashToken } from '@smart-router/keys';
import { createKeyAdmin } from '../keys/create-key-admin.js';
import { openKeyDirectory } from '../keys/open-key-directory.js';
import { openDatabase } from '../open-database.js';
import { openSpool } from '../spool/open-spool.js';
import { ledgerAt, migrateAt, scratchFolder } from '../testing/ledger.js';
import { sampleOrder } from '../testing/sample-order.js';
import { sampleRecord } from '../testing/sample-record.js';
import { startUsageWriter } from './start-usage-writer.js';

/** A server of its own: the shared one must not be stopped. */
const directory = scratchFolder();
let server: Service;
const start = async (port?: number): Promise<Service> =>
  startPostgres({ directory, durability: 'none', afterwards: 'remove', ...(port === undefined ? {} : { port }) });

beforeAll(async () => {
  server = await start();
  await migrateAt(server.url);
});
afterAll(() => server.stop());
beforeEach(() => ledgerAt(server.url).query('truncate request_usage, request_attempts, request_errors'));

const storedIds = async (): Promise<readonly unknown[]> => {
  const rows = await ledgerAt(server.url).query('select request_id from request_usage order by writer_seq');
  return rows.map((row) => row['request_id']);
};

test.each([
  ['stopped', () => server.stop(), async () => void (server = await start(server.port))],
  ['killed', () => server.kill(), async () => void (server = await start(server.port))],
  ['paused', async () => server.pause(), async () => server.resume()],
])('records written while the database is %s are all there afterwards', async (_state, takeAway, bringBack) => {
  const spool = openSpool({ directory: scratchFolder() });
  const writer = startUsageWriter(spool, {
    databaseUrl: server.url,
    timeoutMs: 300,
    batchDelayMs: 5,
    batchRecords: 20,
  });
  const ids: string[] = [];
  const recordSome = (): void => {
    for (let index = 0; index < 50; index += 1) {
      const record = sampleRecord();
      ids.push(record.requestId);
      spool.record(record);
    }
  };
  recordSome();
  await waitFor(() => writer.stats().committed >= 20);
  await takeAway();
  recordSome();
  await waitFor(() => writer.stats().failures >= 2);
  expect(spool.ready()).toBe(true);
  recordSome();
  await bringBack();
  await waitFor(() => spool.stats().records === 0);
  expect(writer.stats()).toMatchObject({ failures: 0, rejected: 0 });
  await writer.close(1000);
  await spool.close();
  expect(await storedIds()).toEqual(ids);
});

test('closing gives up at its deadline when the database is paused, and the next process stores the rest', async () => {
  const folder = scratchFolder();
  const spool = openSpool({ directory: folder });
  const writer = startUsageWriter(spool, { databaseUrl: server.url, timeoutMs: 300 });
  server.pause();
  const record = sampleRecord();
  spool.record(record);
  const before = performance.now();
  await writer.close(100);
  await spool.close();
  expect(performance.now() - before).toBeLessThan(20_000);
  server.resume();
  const heir = openSpool({ directory: folder });
  const second = startUsageWriter(heir, { databaseUrl: server.url });
  await waitFor(() => second.stats().committed === 1);
  await second.close(5000);
  await heir.close();
  expect(await storedIds()).toEqual([record.requestId]);
});

test('closing with nothing to store does not wait for the goodbye of a paused database', async () => {
  const spool = openSpool({ directory: scratchFolder() });
  const writer = startUsageWriter(spool, { databaseUrl: server.url });
  spool.record(sampleRecord());
  await waitFor(() => writer.stats().committed === 1);
  const keys = openKeyDirectory({ databaseUrl: server.url });
  await keys.loaded;
  server.pause();
  await Promise.all([writer.close(100), keys.close()]);
  await spool.close();
  server.resume();
});

test('keys stay known while the database is paused, and changes arrive afterwards', async () => {
  const database = openDatabase(server.url);
  const admin = createKeyAdmin(database);
  const issued = await admin.issue(sampleOrder(), { actor: 'test' });
  if (!issued.ok) throw new Error(issued.fault.message);
  const { token, view } = issued.value;
  const directoryOfKeys = openKeyDirectory({ databaseUrl: server.url, timeoutMs: 200, pollIntervalMs: 50 });
  await directoryOfKeys.loaded;
  server.pause();
  await waitFor(() => !directoryOfKeys.state().connected);
  expect(directoryOfKeys.find(hashToken(token))?.status).toBe('active');
  server.resume();
  await admin.change(view.tokenId, 'suspend', { actor: 'test' });
  await waitFor(() => directoryOfKeys.find(hashToken(token))?.status === 'suspended');
  await directoryOfKeys.close();
  await database.destroy();
});
