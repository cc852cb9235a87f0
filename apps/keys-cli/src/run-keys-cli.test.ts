import { existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testDatabase, type TestDatabase } from '@smart-router/dev-services';
import { hashToken, looksLikeToken } from '@smart-router/keys';
import { parse } from 'yaml';
import { runCli, type Circumstances, type Run } from './testing/run-cli.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  await issue();
});
afterAll(() => database.drop());

const run = (line: string, circumstances: Partial<Circumstances> = {}): Promise<Run> =>
  runCli(line, { url: database.url, ...circumstances });

const issue = (more = ''): Promise<Run> =>
  run(`issue --user ada --project engine --env prod --allow default,team-* --create${more}`);
const tokenIdOf = (result: Run): string => String(result.json['token_id']);
const scratch = (): string => join(mkdtempSync(join(tmpdir(), 'keys-cli-')), 'token');

describe('issue', () => {
  test('makes the tables of an empty database, creates the owners and prints the token once', async () => {
    const fresh = await testDatabase();
    const first = await run('issue --user ada --project engine --env prod --allow default --create', {
      url: fresh.url,
    });
    expect(first).toMatchObject({
      code: 0,
      err: expect.stringMatching(/^smart-router-keys: made the tables \(0001-keys, [^\n]*\)\n$/),
    });
    expect(looksLikeToken(String(first.json['token']))).toBe(true);
    expect(String(first.json['token'])).toContain(`${tokenIdOf(first)}_`);
    expect(tokenIdOf(first)).toMatch(/^rtr_default_ada_engine_prod_k\d{8}[0-9a-z]{4}$/);
    const second = await run(`show ${tokenIdOf(first)} --format json`, { url: fresh.url });
    expect(second.out).not.toContain(String(first.json['token']));
    expect(second.out).not.toContain(hashToken(String(first.json['token'])));
    await fresh.drop();
  });

  test('takes every setting, and shows them under the names of the configuration', async () => {
    const result = await issue(
      ' --organization globex --grants metrics --label a --label b --expires 30d --rpm 5 --concurrency 2 --day-cost-usd 12.50' +
        ' --lifetime-tokens 7 --request-start-per-sec 0.5 --queue-max-depth 3 --reason onboarding --format json',
    );
    expect(result.err).toBe('');
    expect(result.json).toMatchObject({
      ...{ status: 'active', owners_active: true, organization: 'globex', allow: ['default', 'team-*'] },
      ...{ grants: ['metrics'], labels: ['a', 'b'], expires_at: '2026-12-21T12:00:00.000Z' },
      limits: { rpm: 5, concurrent: 2, quota: { day: { cost_usd: 12.5 } }, lifetime: { tokens: 7 } },
      traffic_shape: { request_start_per_sec: 0.5, queue: { enabled: true, max_wait_ms: 250, max_depth: 3 } },
    });
    const shown = await run(`show ${tokenIdOf(result)} --format json`);
    expect(shown.json['events']).toMatchObject([{ action: 'issue', actor: 'cli:olga', reason: 'onboarding' }]);
  });

  test('writes the token to a new file that only its owner may read, and not to stdout', async () => {
    const path = scratch();
    const result = await issue(` --token-file ${path}`);
    const token = readFileSync(path, 'utf8').trimEnd();
    expect(looksLikeToken(token)).toBe(true);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(result.out).not.toContain(token);
    expect(result.json).toMatchObject({ token_file: path, token_id: token.slice(0, token.lastIndexOf('_')) });
  });

  test('issues nothing when the file exists, and leaves no file when nothing is issued', async () => {
    const taken = scratch();
    writeFileSync(taken, 'precious');
    const before = (await run('list --format json')).out;
    expect(await issue(` --token-file ${taken}`)).toMatchObject({
      code: 1,
      err: `smart-router-keys: ${taken} exists already and is not overwritten\n`,
    });
    expect(readFileSync(taken, 'utf8')).toBe('precious');
    expect((await run('list --format json')).out).toBe(before);
    const unused = scratch();
    expect(await run(`issue --user nobody --project p --env e --allow g --token-file ${unused}`)).toMatchObject({
      code: 1,
    });
    expect(existsSync(unused)).toBe(false);
  });

  test('refuses unknown owners without --create', async () => {
    const result = await run('issue --user stranger --project engine --env prod --allow default');
    expect(result).toMatchObject({ code: 1, out: '' });
    expect(result.err).toBe(
      'smart-router-keys: user "stranger" is unknown and should exist, or be created with the token\n',
    );
  });
});

describe('the life of a token', () => {
  test('suspend, resume, disable and revoke, the last only when told so', async () => {
    const id = tokenIdOf(await issue());
    expect((await run(`suspend ${id} --format json --reason leak`)).json['status']).toBe('suspended');
    expect((await run(`resume ${id} --format json`)).json['status']).toBe('active');
    expect((await run(`disable ${id} --format json`)).json['status']).toBe('disabled');
    expect(await run(`revoke ${id}`)).toMatchObject({ code: 2, err: expect.stringContaining('--yes') });
    expect(await run(`revoke ${id}`, { answer: false })).toMatchObject({
      code: 1,
      err: 'smart-router-keys: nothing was changed\n',
    });
    expect((await run(`revoke ${id} --yes --format json`)).json['status']).toBe('removed');
    expect(await run(`resume ${id}`)).toMatchObject({ code: 1, out: '' });
    const { events } = (await run(`show ${id} --format json`)).json;
    expect(events).toMatchObject(['issue', 'suspend', 'resume', 'disable', 'revoke'].map((action) => ({ action })));
  });

  test('rotate issues a linked successor, and the old one keeps its grace period', async () => {
    const id = tokenIdOf(await issue(' --rpm 9'));
    const successor = await run(`rotate ${id} --grace 1h`);
    expect(successor.json).toMatchObject({ key_id: id, replaces: id, limits: { rpm: 9 }, status: 'active' });
    expect(looksLikeToken(String(successor.json['token']))).toBe(true);
    const old = await run(`show ${id} --format json`);
    expect(old.json['status']).toBe('rotated');
    expect(old.json['grace_until']).toBe('2026-11-21T13:00:00.000Z');
    expect(await run(`rotate ${id}`)).toMatchObject({
      code: 1,
      err: expect.stringContaining('should be active, and is rotated'),
    });
  });

  test('list filters, and prints tables, JSON and YAML', async () => {
    const id = tokenIdOf(await run('issue --user lister --project engine --env dev --allow g --create'));
    const json = await run('list --user lister --env dev --status active --format json');
    expect(JSON.parse(json.out)).toMatchObject([{ token_id: id, user: 'lister' }]);
    expect(parse((await run('list --user lister --format yaml')).out)).toMatchObject([{ token_id: id }]);
    const table = await run('list --user lister');
    expect(table.out).toContain(id);
    expect(table.out).toContain('token_id');
    expect((await run('list --user lister --status suspended --format json')).out).toBe('[]\n');
  });
});

describe('wrong usage and trouble', () => {
  test.each([
    ['issue --user ada', 'required option'],
    ['nonsense', 'unknown command'],
    ['list --format xml', 'Allowed choices'],
    ['issue --user a --project p --env e --allow g --rpm many', 'whole number'],
    ['issue --user a --project p --env e --allow g --expires tomorrow', 'a date such as'],
    ['issue --user a --project p --env e --allow g --grants root', 'metrics and content'],
  ])('%s exits with 2', async (line, message) => {
    const result = await run(line);
    expect(result).toMatchObject({ code: 2, out: '' });
    expect(result.err).toContain(message);
  });

  test('a whole token instead of its id is refused and not repeated', async () => {
    const token = String((await issue()).json['token']);
    const result = await run(`show ${token}`);
    expect(result).toMatchObject({ code: 2, out: '' });
    expect(result.err).not.toContain(token.slice(-20));
  });

  test.each([
    ['', 2, 'set DATABASE_URL'],
    ['mysql://root:hunter2@localhost/x', 2, 'should look like postgres://'],
    ['postgres://root:hunter2@127.0.0.1:1/x', 1, 'the database is unreachable: nothing listens at its address'],
  ])('the database URL %j exits with %d in one line without the password', async (url, code, message) => {
    const result = await run('list', { url });
    expect(result).toMatchObject({ code, out: '' });
    expect(result.err).toContain(message);
    expect(result.err.trimEnd().split('\n')).toHaveLength(1);
    expect(result.err).not.toContain('hunter2');
  });

  test('a wrong password and an empty database are told apart', async () => {
    const wrong = new URL(database.url);
    wrong.password = 'hunter2';
    expect((await run('list', { url: wrong.href })).err).toBe(
      'smart-router-keys: the database refused the user or the password\n',
    );
    const fresh = await testDatabase();
    expect((await run('list', { url: fresh.url })).err).toContain('run smart-router migrate');
    await fresh.drop();
  });

  test('help and version are results', async () => {
    expect(await run('--help')).toMatchObject({ code: 0, err: '', out: expect.stringContaining('issue') });
    expect(await run('--version')).toMatchObject({ code: 0, out: 'dev\n' });
  });
});
