import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testDatabase } from '@smart-router/dev-services';
import { openSpool, startUsageWriter } from '@smart-router/usage-storage';
import pg from 'pg';
import { migrateDatabase } from '../migrate-database.js';
import { refusedRecord } from '../testing/refused-record.js';
import { runOperator, type Run } from '../testing/run-operator.js';

const dayMs = 24 * 3_600_000;
const march = Date.UTC(2026, 2, 1);
const now = march + 40 * dayMs;

let url: string;
let drop: () => Promise<void>;
let spool: string;
beforeEach(async () => {
  ({ url, drop } = await testDatabase());
  await migrateDatabase(url);
  spool = mkdtempSync(join(tmpdir(), 'spool-'));
});
afterEach(() => drop());

const operate = async (line: string, env: Readonly<Record<string, string>> = {}): Promise<Run> =>
  runOperator(line, { env: { DATABASE_URL: url, USER: 'olga', ...env }, now });

const json = async (line: string, env?: Readonly<Record<string, string>>): Promise<unknown> =>
  JSON.parse((await operate(`${line} --format json`, env)).out);

const query = async (text: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(text);
  await client.end();
};

async function store(count: number, at = march): Promise<void> {
  const held = openSpool({ directory: spool });
  const writer = startUsageWriter(held, { databaseUrl: url });
  for (let index = 0; index < count; index += 1) held.record(refusedRecord(at + index));
  await writer.close(60_000);
  await held.close();
}

test('ledger status tells of the spool, of what is stored and of rollups', async () => {
  await store(3);
  const waiting = openSpool({ directory: spool });
  waiting.record(refusedRecord(march));
  const { code, out, err } = await operate(`ledger status --spool ${spool}`);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toMatch(/writer +state +lines +bytes +oldest/);
  expect(out).toMatch(new RegExp(`${waiting.stats().writerId} +live +1 `));
  expect(out).toContain('database: reachable, last request 2026-03-01T00:00:00Z');
  expect(out).toMatch(/hour +0 +0/);
  expect(await json(`ledger status --spool ${spool}`)).toMatchObject({
    spools: [{ directory: spool, rejected: 0, folders: [{ state: 'live', lines: 1 }] }],
    database: { state: 'reachable', last_stored: { started_at: '2026-03-01T00:00:00.002Z' } },
  });
  await waiting.close();
});

test('ledger status without the database still shows the spool, and ends with 1', async () => {
  const env = { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' };
  const { code, out } = await operate(`ledger status --spool ${spool}`, env);
  expect(code).toBe(1);
  expect(out).toContain(`spool ${spool}: empty`);
  expect(out).toContain('database: cannot be read: the database is unreachable: nothing listens at its address');
});

test('a configuration that is not valid is told with all its problems', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'config-')), 'broken.yaml');
  writeFileSync(file, 'servr: {}\n');
  const { code, err } = await operate(`retention run --dry-run --config ${file}`);
  expect(code).toBe(1);
  expect(err).toContain(`smart-router: ${file} is not valid:\n`);
  expect(err).toContain('servr: unknown key "servr"');
});

test('ledger verify ends with 0 for a whole ledger, and prints each gap and ends with 1 for another', async () => {
  await store(5);
  const whole = await operate(`ledger verify --spool ${spool}`);
  expect(whole).toMatchObject({ code: 0, err: '' });
  expect(whole.out).toBe(
    'writers: 1, no record is lost\nspool: 0 records wait, 0 were rejected\nwindows: 0, all equal their rows\n',
  );
  await query('delete from request_usage where writer_seq in (2, 3)');
  const torn = await operate(`ledger verify --since 60d --spool ${spool}`);
  expect(torn.code).toBe(1);
  expect(torn.out).toMatch(/2 records are lost/);
  expect(torn.out).toMatch(/^[\da-f-]{36} +2 +3 +2$/m);
  expect(await json(`ledger verify --spool ${spool}`)).toMatchObject({ whole: false, gaps: [{ lost: 2 }] });
});

test('rollups are planned, made, finalised and shown', async () => {
  await store(2);
  const until = '--until 2026-04-05';
  const due = { hours: 4 * 24 + 31 * 24, days: 35, months: 1, renewed: 0 };
  expect(await json('rollup run --dry-run --until 2026-04-01')).toEqual({
    ...{ dry_run: true, hours: 31 * 24, days: 31, months: 1, renewed: 0 },
  });
  await store(1, Date.UTC(2026, 3, 1));
  expect(await json(`rollup run --dry-run ${until}`)).toEqual({ dry_run: true, ...due });
  expect(await json(`rollup run ${until}`)).toEqual({ dry_run: false, ...due });
  expect(await json(`rollup finalise --dry-run ${until}`)).toMatchObject({ dry_run: true, days: 35, months: 1 });
  expect(await json(`rollup finalise ${until}`)).toMatchObject({ days: 35, months: 1, refused: 0 });
  const status = await operate('rollup status');
  expect(status.out).toMatch(/^day +35 +35 +2026-03-01T00:00:00Z +2026-04-04T00:00:00Z +3 +0$/m);
  expect(await operate(`ledger verify --spool ${spool}`)).toMatchObject({ code: 0 });
});

test('rollups that a gateway is at are waited for', async () => {
  await store(2);
  const gateway = new pg.Client({ connectionString: url });
  await gateway.connect();
  await gateway.query('begin');
  await gateway.query(`select pg_advisory_xact_lock(hashtextextended('rollups', 0))`);
  const running = json('rollup run --until 2026-04-01');
  await query('select'); // the command is under way, or will be: it has to wait in either case
  await gateway.query('commit');
  await gateway.end();
  expect(await running).toMatchObject({ days: 31, months: 1 });
});

test('a window that is not made final is shown with what it should be, and ends with 1', async () => {
  await store(2);
  await operate('rollup run');
  await query('delete from request_usage where writer_seq = 1');
  const { code, err } = await operate('rollup finalise');
  expect(code).toBe(1);
  expect(err).toMatch(/^day +2026-03-01T00:00:00Z +request_usage +2 +1 +14 +7$/m);
});

describe('retention', () => {
  let file: string;
  beforeEach(async () => {
    file = join(spool, 'router.yaml');
    writeFileSync(
      file,
      'storage:\n  retention: { classes: { usage_detail: { days: 30 }, usage_diagnostics: { days: 20 }, decision_telemetry: { days: 20 } } }\n',
    );
    await store(3);
    await operate('rollup run');
    await operate('rollup finalise');
  });

  test('is counted, then done, and not without being told which', async () => {
    expect(await operate(`retention run --config ${file}`)).toMatchObject({ code: 2, out: '' });
    expect(await operate('retention run --yes')).toMatchObject({ code: 2, out: '' });
    expect(await operate(`retention run --dry-run --yes --config ${file}`)).toMatchObject({ code: 2, out: '' });
    const counted = await json(`retention run --dry-run --config ${file}`);
    const usage = { table: 'request_usage', data_class: 'usage_detail', kept_days: 30, candidates: 3, eligible: 3 };
    const tables = (found: object) => ({ tables: expect.arrayContaining([expect.objectContaining(found)]) as unknown });
    expect(counted).toMatchObject({
      mode: 'dry-run',
      status: 'done',
      requested_by: 'cli:olga',
      ...tables({ ...usage, deleted: 0 }),
    });
    expect(await json(`retention run --yes --config ${file}`)).toMatchObject(tables({ ...usage, deleted: 3 }));
    const { out } = await operate('retention status');
    expect(out).toMatch(/job 2: delete, done, by cli:olga/);
    expect(out).toMatch(/^usage_detail +request_usage +2026-03-11 +3 +0 +0 +3 +3 +[01]$/m);
    expect(await operate(`ledger verify --spool ${spool}`)).toMatchObject({ code: 0 });
  });

  test('leaves what is held, until the hold is released', async () => {
    const add = await operate('retention hold add --project engine --from 2026-02-01 --to 2026-04-01 --reason case~7');
    expect(add).toMatchObject({ code: 0 });
    expect(add.out).toMatch(/case 7 .* cli:olga/);
    const deleted = { tables: [{}, {}, {}, {}, {}, {}, {}, { table: 'request_usage', held: 3, deleted: 0 }] };
    const run = (await json(`retention run --yes --config ${file}`)) as { readonly tables: readonly object[] };
    expect(run.tables.find((each) => 'table' in each && each.table === 'request_usage')).toMatchObject(
      deleted.tables[7] ?? {},
    );
    expect(await operate('retention hold release 1 --reason closed --actor bob')).toMatchObject({ code: 0 });
    expect(await operate('retention hold release 1 --reason closed')).toEqual({
      ...{ code: 1, out: '', err: 'smart-router: there is no hold 1 that stands\n' },
    });
    expect((await operate('retention hold list')).out).toBe('no holds\n');
    expect(await json('retention hold list --all')).toMatchObject([
      { hold_id: 1, project: 'engine', released: { actor: 'cli:bob', reason: 'closed' } },
    ]);
  });
});

test.each([
  ['hold add', 'without anything to hold', 'retention hold add --reason r'],
  ['hold add', 'for everything and something', 'retention hold add --everything --user ada --reason r'],
  [
    'hold add',
    'with a range that ends before it begins',
    'retention hold add --from 2026-04-01 --to 2026-03-01 --reason r',
  ],
  ['hold add', 'without a reason', 'retention hold add --everything'],
  ['hold add', 'with an empty reason', 'retention hold add --everything --reason ~'],
  ['hold add', 'for an unknown class', 'retention hold add --class all --reason r'],
  ['hold release', 'of something that is no number', 'retention hold release x --reason r'],
  ['ledger verify', 'since something that is no date', 'ledger verify --since yesterday'],
  ['rollup', 'with a database that is none', 'rollup status --database-url mysql://x'],
])('%s %s is wrong usage', async (_command, _how, line) => {
  expect(await operate(line)).toMatchObject({ code: 2, out: '' });
});
