import { execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { testDatabase } from '@smart-router/dev-services';
import { migrate, openDatabase } from '@smart-router/usage-storage';
import { sql } from 'kysely';
import { runReportsCli } from './run-reports-cli.js';
import { parsePasswordHash, isPassword } from './sign-in/password-hash.js';
import { adaConfig, password, startSite, type TestSite } from './testing/start-site.js';
import { visitorOf } from './testing/visitor.js';

const root = join(__dirname, '../../..');
const program = join(root, 'apps/admin-reports/bin/smart-router-reports.mjs');

let site: TestSite;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'reports-cli-'));
  site = await startSite(await adaConfig());
  await promisify(execFile)(process.execPath, [join(root, 'tools/build/bundle.mjs'), 'smart-router-reports']);
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await site.close();
});

/** Runs the command line in this process. */
async function run(argv: readonly string[], typed = '') {
  const said = { out: '', err: '' };
  const code = await runReportsCli(argv, {
    env: { DATABASE_URL: site.databaseUrl },
    stdout: (text) => void (said.out += text),
    stderr: (text) => void (said.err += text),
    readSecret: () => Promise.resolve(typed),
    stopped: () => Promise.resolve(),
    now: () => Date.now(),
  });
  return { code, ...said };
}

test('hash-password takes the password from the terminal and prints a hash of it', async () => {
  const { code, out } = await run(['hash-password'], password);
  expect(code).toBe(0);
  const hash = parsePasswordHash(out.trim());
  expect(hash).toMatchObject({ cost: 131_072, blockSize: 8 });
  expect(hash !== undefined && (await isPassword(password, hash))).toBe(true);
  expect(await run(['hash-password'], 'short')).toEqual({
    ...{ code: 2, out: '' },
    err: 'smart-router-reports: the password should have 12 to 1024 characters, got 5\n',
  });
  expect((await run(['hash-password', password], password)).code).toBe(2);
});

test('config check tells every problem with its path, and exits with 1', async () => {
  const file = join(folder, 'broken.yaml');
  writeFileSync(file, 'listn: 1\nsign_in: {}\n');
  const { code, err } = await run(['config', 'check', file]);
  expect(code).toBe(1);
  expect(err.split('\n').slice(1, 3)).toEqual([
    'sign_in: sign_in should have local, oidc or both: without one nobody can sign in, got a mapping',
    'listn: unknown key "listn"; did you mean "listen"?',
  ]);
  expect((await run(['config', 'check', join(folder, 'absent.yaml')])).err).toContain('cannot be read: ENOENT');
  const schema = JSON.parse((await run(['config', 'schema'])).out) as Readonly<Record<string, unknown>>; // our own
  expect(Object.keys(schema)).toContain('properties');
});

test('grant wants a role, and refuses one that is not there', async () => {
  expect(await run(['grant', '--role', 'nobody'])).toMatchObject({
    code: 1,
    err: expect.stringContaining('there is no role "nobody": create it first'),
  });
  expect((await run(['grant'])).code).toBe(2);
});

describe.each(['report', 'sessions list', 'grant --role reports'])('%s', (command) => {
  test.each([
    ['postgres://ada:hunter2@127.0.0.1:1/x', 1, 'the database is unreachable: nothing listens at its address'],
    ['mysql://ada:hunter2@localhost/x', 2, 'the database URL should look like postgres://user:password@host:5432/name'],
  ])('says of %s what is wrong with it, without the password', async (url, code, reason) => {
    const result = await run([...command.split(' '), '--database-url', url]);
    expect(result).toEqual({ code, out: '', err: `smart-router-reports: ${reason}\n` });
  });
});

test('a database without tables, and a role without rights, are told what to run', async () => {
  const fresh = await testDatabase();
  const { err } = await run(['report', '--database-url', fresh.url]);
  expect(err).toBe('smart-router-reports: the database lacks tables of smart-router: run smart-router migrate\n');
  const database = openDatabase(fresh.url);
  await migrate(database);
  const role = `stranger_${randomUUID().replaceAll('-', '')}`;
  await sql.raw(`create role ${role} login password 'stranger'`).execute(database);
  const asStranger = Object.assign(new URL(fresh.url), { username: role, password: 'stranger' });
  const refused = await run(['report', '--database-url', asStranger.href]);
  expect(refused.code).toBe(1);
  expect(refused.err).toMatch(/permission denied for .+: run smart-router-reports grant/);
  await sql.raw(`drop role ${role}`).execute(database);
  await database.destroy();
  await fresh.drop();
});

test('sessions lists who is signed in, and revoke signs them out', async () => {
  const ada = visitorOf(site.url);
  await ada.signIn('ada', password);
  const { out } = await run(['sessions', 'list']);
  expect(out).toMatch(/^[0-9a-f]{12} {2}local:ada {2}last seen .*Z {2}expires .*Z\n$/);
  expect(await run(['sessions', 'revoke', '--session', out.slice(0, 12)])).toMatchObject({
    code: 0,
    out: '1 session ended\n',
  });
  expect((await ada.get('/usage')).status).toBe(303);
  expect((await run(['sessions', 'revoke', '--subject', 'local:ada'])).code).toBe(1);
  expect((await run(['sessions', 'revoke'])).code).toBe(2);
});

test.each([['grant', '--role', 'nobody'], ['sessions', 'list'], ['report']])(
  'an address of a database that is none is refused by %s, and not repeated',
  async (...command) => {
    const { code, err } = await run([...command, '--database-url', 'mysql://root:hunter2@localhost/x']);
    expect(code).toBe(2);
    expect(err).toContain('should look like postgres://');
    expect(err).not.toContain('hunter2');
  },
);

describe('the program', () => {
  test('reads a password from a pipe', async () => {
    const child = spawn(process.execPath, [program, 'hash-password'], { stdio: ['pipe', 'pipe', 'pipe'] });
    let out = '';
    child.stdout.on('data', (bytes: Buffer) => (out += bytes.toString()));
    child.stdin.end(`${password}\n`);
    expect(await once(child, 'close')).toEqual([0, null]);
    const hash = parsePasswordHash(out.trim());
    expect(hash !== undefined && (await isPassword(password, hash))).toBe(true);
  });

  test('serves with its script and its style, and stops at SIGTERM', async () => {
    const file = join(folder, 'reports.yaml');
    writeFileSync(file, await adaConfig());
    const env = { PATH: process.env['PATH'], DATABASE_URL: site.databaseUrl };
    const child = spawn(process.execPath, [program, 'serve', '--config', file], {
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const ended = once(child, 'close');
    let url = '';
    const said: string[] = [];
    for await (const line of createInterface(child.stderr)) {
      const entry = JSON.parse(line) as { readonly msg: string; readonly url?: string }; // lines of our own log
      said.push(entry.msg);
      if (entry.msg !== 'ready') continue;
      url = entry.url ?? '';
      break;
    }
    child.stderr.resume();
    expect(said).toContain('listening');
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    const ada = visitorOf(url);
    await ada.signIn('ada', password);
    const page = await (await ada.get('/')).text();
    for (const [, path] of page.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)) {
      const asset = await ada.get(path ?? '');
      expect(asset.status).toBe(200);
      expect((await asset.text()).length).toBeGreaterThan(1000);
    }
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  });
});
