import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { testDatabase, waitFor } from '@smart-router/dev-services';
import { migrate, openDatabase } from '@smart-router/usage-storage';
import { bundleGateway, program } from './gateway-process.js';

const march = '2026-03-01T00:00:00Z';

let database: ReturnType<typeof openDatabase>;
let url: string;
let drop: () => Promise<void>;
beforeAll(async () => {
  ({ url, drop } = await testDatabase());
  database = openDatabase(url);
  await Promise.all([migrate(database), bundleGateway()]);
  await sql`insert into request_usage (started_at, request_id, writer_id, writer_seq, token_id, key_id,
      caller_organization, caller_user, caller_project, caller_environment, inbound_dialect, stream, status, latency_ms,
      attempt_count, fallback_used, cost_basis, cost_nano_usd)
    select ${march}::timestamptz + number * interval '1 hour', 'req_' || number, 'w', number, 't', 'k', 'acme', 'ada',
      'web', 'prod', 'openai-chat', false, 200, 9, 1, false, 'computed', 5
    from generate_series(1, 700) as number`.execute(database);
});
afterAll(async () => {
  await database.destroy();
  await drop();
});

const environment = () => ({ DATABASE_URL: url });
const command = async (...words: readonly string[]): Promise<unknown> => {
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...words, '--format', 'json'], {
    env: environment(),
  });
  return JSON.parse(stdout);
};

test('a roll-up that is killed leaves whole windows, and the next one does the rest', async () => {
  await database.transaction().execute(async (blocker) => {
    await sql`select pg_advisory_xact_lock(usage_window_lock('hour', ${march}::timestamptz + interval '400 hours'))`.execute(
      blocker,
    );
    const child = spawn(process.execPath, [program, 'rollup', 'run', '--until', '2026-04-01'], {
      ...{ env: environment(), stdio: 'ignore' },
    });
    const ended = once(child, 'exit');
    await waitFor(
      async () =>
        child.exitCode !== null || // it waits for a bounded time
        (
          await sql`select from pg_locks where locktype = 'advisory' and not granted
      and database = (select oid from pg_database where datname = current_database())`.execute(database)
        ).rows.length > 0,
      { what: 'the roll-up to be in the middle of it' },
    );
    child.kill('SIGKILL');
    await ended;
  });
  const half = (await command('rollup', 'status')) as readonly { readonly windows: number }[];
  expect(half[0]?.windows).toBeGreaterThan(300);
  expect(half[0]?.windows).toBeLessThan(400);
  expect(await command('ledger', 'verify')).toMatchObject({ whole: true });
  await command('rollup', 'run', '--until', '2026-04-01');
  expect(await command('rollup', 'status')).toMatchObject([
    { period: 'hour', windows: 744, requests: 700 },
    { period: 'day', windows: 31, requests: 700 },
    { period: 'month', windows: 1, requests: 700 },
  ]);
  expect(await command('ledger', 'verify')).toMatchObject({ whole: true, windows: 776 });
});
