import { testDatabase, type TestDatabase } from '@smart-router/dev-services';
import { parse } from 'yaml';
import { runCli, type Run } from '../testing/run-cli.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const run = (line: string): Promise<Run> => runCli(line, { url: database.url });

let tokens = 0;
async function issue(more = ''): Promise<string> {
  const owner = `--user ada-${(tokens += 1)} --project engine-${tokens} --organization acme-${tokens}`;
  const issued = await run(`issue ${owner} --env prod --allow default --create${more}`);
  return String(issued.json['token_id']);
}

describe('the limits of a key', () => {
  test('what is given replaces what was set, 0 takes a limit away, and the rest stays', async () => {
    const id = await issue(' --rpm 5 --tpm 100 --request-start-per-sec 2');
    const changed = await run(`set-limits ${id} --rpm 9 --tpm 0 --day-cost-usd 1.50 --reserve observed --format json`);
    expect(changed).toMatchObject({ code: 0, err: '' });
    expect(changed.json).toMatchObject({
      limits: { rpm: 9, tpm: 0, quota: { day: { cost_usd: 1.5 } } },
      traffic_shape: { request_start_per_sec: 2 },
      reserve: 'observed',
    });
    expect((await run(`show ${id} --format json`)).json).toMatchObject({ limits: { rpm: 9 } });
  });

  test('cleared, it has the configured defaults again, and the history says who did it', async () => {
    const id = await issue(' --rpm 5 --request-start-per-sec 2 --reserve observed');
    const cleared = await run(`set-limits ${id} --clear --reason mistake --format json`);
    expect(cleared.json).toMatchObject({ limits: null, traffic_shape: null, reserve: null });
    const instead = await run(`set-limits ${id} --clear --concurrent 2 --format json`);
    expect(instead.json).toMatchObject({ limits: { concurrent: 2 }, traffic_shape: null });
    expect((await run(`show ${id} --format json`)).json['events']).toMatchObject([
      { action: 'issue' },
      { action: 'set-limits', actor: 'cli:olga', reason: 'mistake' },
      { action: 'set-limits', reason: null },
    ]);
  });

  test('a successor and its predecessor have the same limits and groups', async () => {
    const id = await issue();
    const successor = String((await run(`rotate ${id} --grace 1h`)).json['token_id']);
    await run(`set-limits ${successor} --rpm 3`);
    await run(`set-allow ${successor} --allow fast,team-*`);
    expect((await run(`show ${id} --format json`)).json).toMatchObject({
      status: 'rotated',
      limits: { rpm: 3 },
      allow: ['fast', 'team-*'],
      events: [{ action: 'issue' }, { action: 'rotate' }, { action: 'set-limits' }, { action: 'set-allow' }],
    });
  });
});

describe('the limits of owners', () => {
  test.each(['user', 'project', 'organization'])('a %s is limited, shown with its history, and freed', async (kind) => {
    await issue();
    const name = `${{ user: 'ada', project: 'engine', organization: 'acme' }[kind]}-${tokens}`;
    const status = kind === 'organization' ? null : 'active';
    expect((await run(`show --${kind} ${name} --format json`)).json).toMatchObject({ kind, name, limits: null });
    const limited = await run(
      `set-limits --${kind} ${name} --month-tokens 1000000 --soft-percent 90 --queue-max-depth 2 --reason budget --format json`,
    );
    expect(limited).toMatchObject({ code: 0, err: '' });
    expect(limited.json).toMatchObject({
      ...{ kind, name, status, limits: { quota: { month: { tokens: 1_000_000 } }, soft_percent: 90 } },
      traffic_shape: { queue: { enabled: true, max_depth: 2 } },
    });
    const yaml = parse((await run(`show --${kind} ${name} --format yaml`)).out) as unknown;
    expect(yaml).toMatchObject({
      limits: { soft_percent: 90 },
      events: [{ action: 'set-limits', actor: 'cli:olga', reason: 'budget' }],
    });
    const table = await run(`set-limits --${kind} ${name} --clear`);
    expect(table.out).toContain(name);
    expect(table.out).not.toContain('1000000');
  });
});

describe('wrong usage', () => {
  test.each([
    ['set-limits --rpm 5', 'one of a token id, --user, --project and --organization should be given, got none'],
    ['set-limits t_1 --project web --rpm 5', 'should be given, got a token id and --project'],
    ['set-limits --user ada --organization acme --rpm 5', 'should be given, got --user and --organization'],
    ['set-limits t_1', 'at least one limit, or --clear, should be given, got none'],
    ['set-limits t_1 --rpm few', 'It should be a whole number of at least 0.'],
    ['set-limits t_1 --reserve some', 'Allowed choices are cap, observed'],
    ['set-limits --project web --reserve observed', '--reserve is a setting of a key, and --project has none'],
    ['set-allow t_1', "required option '--allow <groups>' not specified"],
    ['set-allow t_1 --allow a,,b', 'It should be a list such as a,b.'],
    ['show', 'one of a token id, --user, --project and --organization should be given, got none'],
  ])('%s exits with 2', async (line, message) => {
    const result = await run(line);
    expect(result).toMatchObject({ code: 2, out: '' });
    expect(result.err).toContain(message);
  });

  test.each([
    ['set-limits t_1 --rpm 5', 'there is no token with the id "t_1"'],
    ['set-allow t_1 --allow a', 'there is no token with the id "t_1"'],
    ['set-limits --user stranger --rpm 5', 'there is no user with the name "stranger"'],
    ['show --organization nowhere', 'there is no organization with the name "nowhere"'],
  ])('%s is refused', async (line, message) => {
    expect(await run(line)).toMatchObject({ code: 1, out: '', err: `smart-router-keys: ${message}\n` });
  });

  test('a removed token keeps the limits and groups it had', async () => {
    const id = await issue();
    await run(`revoke ${id} --yes`);
    for (const command of [`set-limits ${id} --rpm 5`, `set-allow ${id} --allow a`]) {
      const [action] = command.split(' ');
      const err = `smart-router-keys: ${action} needs a token that still exists, and ${id} is removed\n`;
      expect(await run(command)).toMatchObject({ code: 1, err });
    }
  });

  test('a whole token in the place of its id is not repeated', async () => {
    const issued = await run('issue --user eve --project web --env prod --allow default --create');
    const token = String(issued.json['token']);
    const result = await run(`set-limits ${token} --rpm 5`);
    expect(result).toMatchObject({ code: 2, out: '' });
    expect(result.err).not.toContain(token.slice(-20));
  });

  test('help names the options', async () => {
    const help = await run('set-limits --help');
    expect(help.code).toBe(0);
    for (const option of ['--user', '--project', '--organization', '--clear', '--month-cost-usd', '--reserve']) {
      expect(help.out).toContain(option);
    }
  });
});
