import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { freePort, slowProxy, testDatabase, waitFor } from '@smart-router/dev-services';
import { laneConfig, type LaneConfigSettings } from './lane-config.js';
import { openProgramPlace, type ProgramPlace } from './program-place.js';

const program = join(__dirname, '../../../apps/gateway/bin/smart-router.mjs');

let place: ProgramPlace;
const running = new Set<ChildProcess>();

beforeAll(async () => void (place = await openProgramPlace()));
afterEach(async () => {
  for (const child of running) {
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }
});
afterAll(() => place.close());

interface Run {
  readonly child: ChildProcess;
  readonly said: { out: string; err: string };
  readonly ended: Promise<number | null>;
}

function run(args: readonly string[], environment: Readonly<Record<string, string>> = place.env): Run {
  const child = spawn(process.execPath, [program, ...args], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  const said = { out: '', err: '' };
  child.stdout.on('data', (bytes: Buffer) => (said.out += bytes.toString()));
  child.stderr.on('data', (bytes: Buffer) => (said.err += bytes.toString()));
  const ended = once(child, 'close').then(() => {
    running.delete(child);
    return child.exitCode;
  });
  return { child, said, ended };
}

function writeConfig(name: string, settings: Partial<LaneConfigSettings> = {}): string {
  const file = join(place.folder, `${name}.yaml`);
  const places = { simulatorUrl: place.providerUrl, spoolDirectory: join(place.folder, `spool-${name}`) };
  writeFileSync(file, laneConfig({ ...places, ...settings }));
  return file;
}

const logged = (served: Run): readonly Record<string, unknown>[] =>
  served.said.err
    .split('\n')
    .filter((line) => line.startsWith('{') && line.endsWith('}'))
    .map((line) => JSON.parse(line) as Record<string, unknown>); // pino writes objects

/** Serves and waits until requests are taken. */
async function serveReady(
  file: string,
): Promise<Run & { readonly url: string; readonly adminUrl: string | undefined }> {
  const served = run(['serve', '--config', file]);
  const ready = await waitFor(() => logged(served).find((line) => line['msg'] === 'ready'));
  const [url, adminUrl] = [String(ready['url']), ready['admin_url']];
  return { ...served, url, adminUrl: typeof adminUrl === 'string' ? adminUrl : undefined };
}

const modelsAt = async (url: string): Promise<readonly string[]> => {
  const answer = await fetch(`${url}/v1/models`, { headers: { authorization: `Bearer ${place.token}` } });
  const list = (await answer.json()) as { data: readonly { id: string }[] }; // OpenAI's shape, proven elsewhere
  return list.data.map((model) => model.id);
};

describe('the word ready', () => {
  it('is said once requests are taken, and not while nothing but the door is open', async () => {
    const url = new URL(String(place.env['DATABASE_URL']));
    const proxy = await slowProxy(Number(url.port));
    proxy.delayMs = 3_600_000;
    url.port = String(proxy.port);
    const served = run(['serve', '--config', writeConfig('ready')], { ...place.env, DATABASE_URL: url.href });
    try {
      const line = await waitFor(() => logged(served).find(({ msg }) => msg === 'listening'));
      expect((await fetch(`${String(line['url'])}/readyz`)).status).toBe(503);
      await waitFor(() => logged(served).some(({ msg }) => String(msg).includes('lost the database')));
      expect(logged(served).map(({ msg }) => msg)).not.toContain('ready');
      proxy.delayMs = 0;
      await waitFor(() => logged(served).some(({ msg }) => msg === 'ready'));
      expect((await fetch(`${String(line['url'])}/readyz`)).status).toBe(200);
    } finally {
      proxy.close();
    }
  });
});

describe('SIGTERM', () => {
  it('fails readiness, lets a running stream finish, and ends with 0', async () => {
    const model = 'sim-tokens-40:pace-50';
    const file = writeConfig('drain', { models: [model], serverLines: '  admin_listen: 127.0.0.1:0' });
    const { url, adminUrl, child, ended } = await serveReady(file);
    const answer = await fetch(`${url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${place.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        model: `openai-chat:${model}`,
        stream: true,
        messages: [{ role: 'user', content: 'Hello' }],
      }),
    });
    expect(answer.status).toBe(200);
    child.kill('SIGTERM');
    await waitFor(async () => (await fetch(`${adminUrl}/readyz`)).status === 503);
    expect(await (await fetch(`${adminUrl}/readyz`)).json()).toMatchObject({ status: 'not-ready', draining: true });
    await expect(fetch(`${url}/healthz`)).rejects.toThrow('fetch failed');
    const text = await answer.text();
    expect(text).toContain('token-40');
    expect(text.trimEnd()).toMatch(/data: \[DONE\]$/);
    expect(await ended).toBe(0);
  });
});

describe('a changed configuration file', () => {
  it('is taken when it is good, by the change alone', async () => {
    const file = writeConfig('watched');
    const { url } = await serveReady(file);
    expect(await modelsAt(url)).toHaveLength(3);
    writeConfig('watched', { models: ['sim-500-lasting'] });
    await waitFor(async () => (await modelsAt(url)).length === 6);
  });

  it('is taken on SIGHUP, and refused with its reasons when it is bad: the last good one stays', async () => {
    const file = writeConfig('signalled');
    const served = await serveReady(file);
    writeFileSync(file, readFileSync(file, 'utf8').replace('strategy: failover', 'strategy: fallover'));
    served.child.kill('SIGHUP');
    const refusal = await waitFor(() =>
      logged(served).find((line) => line['msg'] === 'configuration not reloaded: the last good one stays'),
    );
    expect(refusal['problems']).toMatch(/^model_groups\.openai-chat\.strategy: .*fallover/);
    expect(await modelsAt(served.url)).toHaveLength(3);
    writeConfig('signalled', { models: ['sim-500-lasting'] });
    served.child.kill('SIGHUP');
    await waitFor(async () => (await modelsAt(served.url)).length === 6);
  });
});

describe('what keeps it from serving is one line, and exit code 1', () => {
  async function complaint(attempt: Run): Promise<string> {
    expect(await attempt.ended).toBe(1);
    expect(attempt.said.out).toBe('');
    const lines = attempt.said.err.trim().split('\n');
    expect(lines.filter((line) => !line.startsWith('{'))).toHaveLength(1);
    return lines.find((line) => !line.startsWith('{')) ?? '';
  }

  it('a taken port', async () => {
    const port = await freePort();
    const server = createServer().listen(port, '127.0.0.1');
    await once(server, 'listening');
    const file = writeConfig('taken');
    writeFileSync(file, readFileSync(file, 'utf8').replace('listen: 127.0.0.1:0', `listen: 127.0.0.1:${port}`));
    expect(await complaint(run(['serve', '--config', file]))).toMatch(
      `smart-router: cannot listen on 127.0.0.1:${port}: the port is taken`,
    );
    server.close();
  });

  it('a spool that cannot be written', async () => {
    const blocked = join(place.folder, 'a-file');
    writeFileSync(blocked, '');
    const file = writeConfig('no-spool', { spoolDirectory: join(blocked, 'spool') });
    expect(await complaint(run(['serve', '--config', file]))).toMatch(/^smart-router: .*a-file\/spool/);
  });

  it('a secret that the environment lacks', async () => {
    const { SIMULATOR_KEY: _missing, ...without } = place.env;
    const attempt = run(['serve', '--config', writeConfig('no-secret')], without);
    expect(await attempt.ended).toBe(1);
    expect(attempt.said.err).toMatch(/credentials\[0\]\.key: .*SIMULATOR_KEY should be set/);
  });

  it('a file that is not there', async () => {
    expect(await complaint(run(['serve', '--config', join(place.folder, 'nowhere.yaml')]))).toMatch(
      /nowhere\.yaml.*ENOENT/,
    );
  });
});

describe('config check', () => {
  it('says that a good file is valid', async () => {
    const { ended, said } = run(['config', 'check', writeConfig('good')]);
    expect(await ended).toBe(0);
    expect(said).toEqual({ out: expect.stringMatching(/good\.yaml is valid; its hash is \S+\n$/), err: '' });
  });

  it('tells every problem at once, each with its path, and ends with 1', async () => {
    const file = writeConfig('bad');
    const text = readFileSync(file, 'utf8')
      .replace('response_headers: detailed', 'response_headers: verbose\n  lissten: x')
      .replace('provider: sim-openai-chat', 'provider: nobody');
    writeFileSync(file, text);
    const { ended, said } = run(['config', 'check', file]);
    expect(await ended).toBe(1);
    expect(said.err).toMatch(/^server\.response_headers: /m);
    expect(said.err).toMatch(/^server.*lissten/m);
    expect(said.err).toMatch(/^model_groups\.openai-chat\.targets\[0\].*nobody/m);
  });
});

it('config schema prints a JSON Schema', async () => {
  const { ended, said } = run(['config', 'schema']);
  expect(await ended).toBe(0);
  expect(JSON.parse(said.out)).toMatchObject({ type: 'object', properties: { server: {}, providers: {} } });
});

it.each([
  [['frobnicate']],
  [['config', 'check']],
  [['serve', '--colour']],
  [['migrate']],
  [['migrate', '--database-url', 'mysql://root@localhost/x']],
])('wrong usage ends with 2: %j', async (args) => {
  const { ended, said } = run(args, { PATH: place.env['PATH'] ?? '' });
  expect(await ended).toBe(2);
  expect(said.err.trim().split('\n')).toHaveLength(1);
});

it('help never shows the database’s password', async () => {
  const { ended, said } = run(['migrate', '--help']);
  expect(await ended).toBe(0);
  expect(said.out).toContain('--database-url');
  expect(said.out).not.toContain('postgres://');
});

it('migrate brings an empty database up to date, and then has nothing to do', async () => {
  const empty = await testDatabase();
  const first = run(['migrate', '--database-url', empty.url]);
  expect(await first.ended).toBe(0);
  expect(first.said.out).toMatch(/^applied /);
  const second = run(['migrate'], { ...place.env, DATABASE_URL: empty.url });
  expect(await second.ended).toBe(0);
  expect(second.said.out).toBe('the database is up to date\n');
  await empty.drop();
});
