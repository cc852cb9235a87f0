import { sql } from 'kysely';
import { randomBytes } from 'node:crypto';
import { openDatabase } from '../open-database.js';
import { ensurePartitions } from '../partitions.js';
import { ledgerAt, openLedger, type Ledger } from '../testing/ledger.js';
import { grantReportsRole, planReportsGrant } from './grant-reports-role.js';
import { openAdminStore } from './open-admin-store.js';
import { reportsTables } from './reports-tables.js';

let ledger: Ledger;
let reader: Ledger;
const role = `reports_${randomBytes(6).toString('hex')}`;

beforeAll(async () => {
  ledger = await openLedger();
  await ledger.query(`create role ${role} login password 'reader'`);
  const url = new URL(ledger.url);
  url.username = role;
  url.password = 'reader';
  reader = ledgerAt(url.href);
});
afterAll(async () => {
  await ledger.query(`drop owned by ${role}`);
  await ledger.query(`drop role ${role}`);
  await ledger.drop();
});

async function granted(): Promise<void> {
  const database = openDatabase(ledger.url);
  expect(await grantReportsRole(database, role)).toMatchObject({ ok: true });
  // Partitions made after the grant are reached through their table.
  await ensurePartitions(database, Date.parse('2031-05-01T00:00:00Z'));
  await database.destroy();
}

test('a role that was granted nothing is said to lack the tables', async () => {
  const store = openAdminStore(reader.url);
  expect((await store.privileges()).missing).toContain('request_usage');
  await store.close();
});

test('the role of the reports reads usage and keeps sessions, and the store finds nothing to warn of', async () => {
  await granted();
  const store = openAdminStore(reader.url);
  expect(await store.privileges()).toEqual({ writable: [], readsTokenHashes: false, missing: [] });
  const at = Date.parse('2031-05-20T00:00:00Z');
  await store.note({ at, type: 'sign-in', outcome: 'ok', surface: 'reports' });
  const ada = { subjects: ['local:ada'], name: 'ada', credentialStamp: 'stamp' };
  await store.sessions.open('a'.repeat(64), ada, { now: at, ttlMs: 1000 });
  expect(await store.sessions.find('a'.repeat(64), { now: at, idleMs: 1000 })).toMatchObject({ kind: 'live' });
  expect(await store.signIns.attempt({ account: 'ada', address: '::1', now: at })).toEqual({ kind: 'go' });
  await store.sweep(at);
  await store.close();
  const counted = await reader.query('select count(*)::int from security_access_events_y2031m05').catch(String);
  expect(counted).toContain('permission denied');
  expect(await reader.query('select count(*)::int from security_access_events')).toEqual([{ count: 1 }]);
  for (const table of ['request_usage', 'request_attempts', 'usage_rollup_hourly', 'usage_rollup_windows', 'users'])
    expect(await reader.query(`select count(*)::int from ${table}`)).toEqual([{ count: 0 }]);
  expect(await reader.query('select token_id, status, user_name from tokens')).toEqual([]);
});

test.each([
  `insert into request_usage (request_id, started_at) values ('x', now())`,
  `update request_usage set cost_nano_usd = 0`,
  `delete from request_usage`,
  `truncate request_usage`,
  `delete from request_attempts`,
  `update usage_rollup_hourly set requests = 0`,
  `delete from usage_rollup_windows`,
  `update usage_sums set requests = 0`,
  `update tokens set status = 'active'`,
  `delete from tokens`,
  `update users set status = 'active'`,
  `select token_hash from tokens`,
  `select * from tokens`,
  `update security_access_events set subject = null`,
  `delete from security_access_events`,
  `create table mine (a int)`,
])('the role of the reports may not: %s', async (statement) => {
  await granted();
  await expect(reader.query(statement)).rejects.toThrow(/permission denied/);
});

test('a role that could write usage is found out', async () => {
  const store = openAdminStore(ledger.url);
  const { writable, readsTokenHashes } = await store.privileges();
  expect(writable).toEqual(expect.arrayContaining(['request_usage', 'tokens', 'usage_rollup_daily']));
  expect(readsTokenHashes).toBe(true);
  await store.close();
});

test('the plan is what would be run, with the role quoted', async () => {
  const database = openDatabase(ledger.url);
  const plan = await planReportsGrant(database, role);
  expect(plan).toMatchObject({ ok: true });
  expect(plan.ok && plan.value).toContain(`grant select on "request_usage" to "${role}";`);
  await database.destroy();
});

test.each([
  ['nobody"; drop table users; --', /there is no role "nobody"/],
  ['postgres', /superuser/],
])('the role %s is refused', async (name, reason) => {
  const database = openDatabase(ledger.url);
  const plan = await planReportsGrant(database, name);
  expect(plan.ok ? '' : plan.fault.message).toMatch(reason);
  await database.destroy();
});

test.each(['createrole', 'createdb', 'replication', 'bypassrls'])('a role with %s is refused', async (right) => {
  const database = openDatabase(ledger.url);
  const mighty = `${role}_${right}`;
  await sql.raw(`create role ${mighty} ${right}`).execute(database);
  const plan = await planReportsGrant(database, mighty);
  await sql.raw(`drop role ${mighty}`).execute(database);
  expect(plan.ok ? '' : plan.fault.message).toMatch(/may make roles or databases, replicate/);
  await database.destroy();
});

test('of every table somebody has decided what the reports do with it', async () => {
  const database = openDatabase(ledger.url);
  const tables = await reportsTables(database);
  await database.destroy();
  const left = tables.filter(({ use }) => use === 'nothing').map(({ name }) => name);
  // Hashes of deleted tokens, and the lock of migrations: nothing for reports.
  expect(left).toEqual(['smart_router_migration_lock', 'token_deletions']);
});
