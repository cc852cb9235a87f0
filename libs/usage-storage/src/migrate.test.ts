import { testDatabase } from '@smart-router/dev-services';
import { migrate } from './migrate.js';
import { migrations } from './migrations.js';
import { openDatabase } from './open-database.js';
import { ensurePartitions } from './partitions.js';
import { ledgerAt } from './testing/ledger.js';

const november = Date.UTC(2026, 10, 15);

test('two migrators at once, and a third later, make one schema', async () => {
  const { url, drop } = await testDatabase();
  const databases = [openDatabase(url), openDatabase(url), openDatabase(url)];
  const [first, second, third] = databases.map((database) => () => migrate(database, november));
  const ran = await Promise.all([first?.(), second?.()]);
  expect(ran.flat().sort()).toEqual(Object.keys(migrations));
  expect(await third?.()).toEqual([]);
  await Promise.all(databases.map((database) => database.destroy()));
  await drop();
});

describe('partitions', () => {
  const partitionsOf = async (url: string): Promise<readonly unknown[]> => {
    const rows = await ledgerAt(url).query(
      `select inhrelid::regclass::text as name from pg_inherits where inhparent = 'request_usage'::regclass order by 1`,
    );
    return rows.map((row) => row['name']);
  };

  test('this month and the next two are there, over the turn of the year, and once only', async () => {
    const { url, drop } = await testDatabase();
    const database = openDatabase(url);
    await migrate(database, november);
    expect(await partitionsOf(url)).toEqual([
      ...['request_usage_default', 'request_usage_y2026m11', 'request_usage_y2026m12', 'request_usage_y2027m01'],
    ]);
    expect(await ensurePartitions(database, november)).toEqual([]);
    const december = Date.UTC(2026, 11, 1);
    const made = await Promise.all([ensurePartitions(database, december), ensurePartitions(database, december)]);
    expect(made.flat().sort()).toEqual([
      'request_attempts_y2027m02',
      'request_errors_y2027m02',
      'request_routing_decisions_y2027m02',
      'request_target_candidates_y2027m02',
      'request_trace_events_y2027m02',
      'request_traffic_shape_events_y2027m02',
      'request_upstream_shape_events_y2027m02',
      'request_usage_y2027m02',
      'security_access_events_y2027m02',
    ]);
    await database.destroy();
    await drop();
  });

  test('rows that came before their partition move into it, and their key stays unique', async () => {
    const { url, drop } = await testDatabase();
    const database = openDatabase(url);
    await migrate(database, november);
    const ledger = ledgerAt(url);
    const insert = `insert into request_usage (started_at, request_id, writer_id, writer_seq, token_id, key_id, caller_organization, caller_user,
      caller_project, caller_environment, inbound_dialect, stream, status, latency_ms, attempt_count, fallback_used, cost_basis)
      values ('2027-03-31 23:59:59.999+00', 'r', 'w', 1, 't', 'k', 'o', 'u', 'p', 'e', 'openai-chat', false, 200, 1, 1, false, 'unpriced') on conflict do nothing`;
    await ledger.query(insert);
    expect(await ledger.query('select tableoid::regclass::text as home from request_usage')).toEqual([
      { home: 'request_usage_default' },
    ]);
    await ensurePartitions(database, Date.UTC(2027, 2, 1));
    await ledger.query(insert);
    expect(await ledger.query('select tableoid::regclass::text as home from request_usage')).toEqual([
      { home: 'request_usage_y2027m03' },
    ]);
    await database.destroy();
    await drop();
  });
});
