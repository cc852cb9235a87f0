import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '@smart-router/config';
import { freePort, waitFor } from '@smart-router/dev-services';
import { migrate, openDatabase } from '@smart-router/usage-storage';

const startProgram = join(__dirname, '../start.mjs');

let folder: string;
const left = new Set<ChildProcess>();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'smart-router-quickstart-'));
  // embedded Postgres of root runs as somebody else, who has to come in
  chmodSync(folder, 0o755);
});
afterEach(async () => {
  for (const child of left) {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  }
  rmSync(folder, { recursive: true, force: true });
});

interface Started {
  readonly child: ChildProcess;
  readonly said: { out: string; err: string };
  readonly ended: Promise<number | null>;
}

function start(args: readonly string[], nodeArgs: readonly string[] = []): Started {
  const { DATABASE_URL: _database, OPENAI_API_KEY: _openai, ANTHROPIC_API_KEY: _anthropic, ...env } = process.env;
  const child = spawn(process.execPath, [...nodeArgs, startProgram, ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  left.add(child);
  const said = { out: '', err: '' };
  child.stdout.on('data', (bytes: Buffer) => (said.out += bytes.toString()));
  child.stderr.on('data', (bytes: Buffer) => (said.err += bytes.toString()));
  const ended = once(child, 'close').then(() => {
    left.delete(child);
    return child.exitCode;
  });
  return { child, said, ended };
}

interface Facts {
  readonly base_url: string;
  readonly token: string;
  readonly model: string;
  readonly groups: readonly string[];
  readonly reports: { readonly url: string; readonly user: string; readonly password: string };
  readonly database_url: string;
  readonly simulator_key: string;
}

async function freePorts(): Promise<readonly string[]> {
  return ['--port', String(await freePort()), '--reports-port', String(await freePort())];
}

/** Starts it and waits for the greeting. */
async function startReady(data: string): Promise<Started & { readonly facts: Facts }> {
  const started = start([...(await freePorts()), '--data', data]);
  await waitFor(() => started.said.out.includes('Ctrl-C stops it') || started.child.exitCode !== null);
  expect(started.said.err).toBe('');
  const facts = JSON.parse(readFileSync(join(data, 'quickstart.json'), 'utf8')) as Facts; // read back below, field by field
  return { ...started, facts };
}

/** The Postgres of a data folder, by the first line of its pid file; where root's temporary folder is closed, it is elsewhere. */
function postgresPid(data: string): number {
  const elsewhere = join(data, 'postgres/elsewhere');
  const home = existsSync(elsewhere) ? elsewhere : join(data, 'postgres');
  return Number.parseInt(readFileSync(join(home, 'data/postmaster.pid'), 'utf8'), 10);
}

const isGone = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
};

const ask = (facts: Facts, model: string): Promise<Response> =>
  fetch(`${facts.base_url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${facts.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model, messages: [{ role: 'user', content: 'Hello' }] }),
  });

test('brings everything up, keeps the facts for itself alone, answers on every group, and stops without a trace', async () => {
  const data = join(folder, 'data');
  const { facts, child, ended, said } = await startReady(data);
  expect(statSync(join(data, 'quickstart.json')).mode & 0o777).toBe(0o600);
  expect(facts).toMatchObject({ model: 'default', groups: ['default', 'sim-chat', 'sim-responses', 'sim-messages'] });
  for (const group of facts.groups) expect((await ask(facts, group)).status).toBe(200);
  expect(said.out).toContain(facts.token);
  const database = openDatabase(facts.database_url);
  expect(await migrate(database)).toEqual([]);
  await database.destroy();
  const postgres = postgresPid(data);
  child.kill('SIGINT');
  expect(await ended).toBe(0);
  expect(isGone(postgres)).toBe(true);
});

test('a copy of its configuration is valid with what quickstart.json keeps, and names what it needs', async () => {
  const data = join(folder, 'data');
  const { facts } = await startReady(data);
  const text = readFileSync(join(data, 'smart-router.yaml'), 'utf8');
  const needed = [...new Set([...text.matchAll(/env: (\w+)/g)].map(([, name]) => name ?? ''))];
  expect(needed.sort()).toEqual(['DATABASE_URL', 'SIMULATOR_KEY']);
  for (const name of needed) expect(text.split('\nserver:')[0]).toContain(name);
  const reading = readConfig(text, { DATABASE_URL: facts.database_url, SIMULATOR_KEY: facts.simulator_key });
  expect(reading.ok).toBe(true);
  const simulator = /base_url: (http:\S+)/.exec(text)?.[1] ?? '';
  const asked = await fetch(`${simulator}/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${facts.simulator_key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'sim-ok', messages: [{ role: 'user', content: 'Hello' }] }),
  });
  expect(asked.status).toBe(200);
});

test('serves the reports to whoever signs in with the printed password, by a role that cannot write usage', async () => {
  const { facts, said } = await startReady(join(folder, 'data'));
  const { url, user, password } = facts.reports;
  expect(said.out).toContain(`${url} (sign in as ${user}, password ${password})`);
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  const form = await fetch(`${url}/sign-in`);
  const cookie = form.headers.getSetCookie().map((line) => line.split(';')[0]);
  const csrf = /name="csrf" value="([^"]+)"/.exec(await form.text())?.[1] ?? '';
  const signedIn = await fetch(`${url}/sign-in`, {
    method: 'POST',
    headers: { cookie: cookie.join('; '), 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ csrf, name: user, password, back: '/' }).toString(),
    redirect: 'manual',
  });
  expect(signedIn.status).toBe(303);
  const session = signedIn.headers.getSetCookie().map((line) => line.split(';')[0]);
  const overview = await fetch(`${url}/`, { headers: { cookie: session.join('; ') } });
  expect(overview.status).toBe(200);
  // Its own complaints about the role would stand here.
  expect(said.err).toBe('');
});

test('starts again over the same folder, also after kill -9, and the older token stays valid', async () => {
  const data = join(folder, 'data');
  const first = await startReady(data);
  const abandoned = postgresPid(data);
  first.child.kill('SIGKILL');
  await first.ended;
  const second = await startReady(data);
  await waitFor(() => isGone(abandoned));
  const asFirst = { ...second.facts, token: first.facts.token };
  expect((await ask(asFirst, 'default')).status).toBe(200);
  second.child.kill('SIGTERM');
  expect(await second.ended).toBe(0);
});

test('Ctrl-C during the start leaves nothing behind', async () => {
  const data = join(folder, 'data');
  const { child, ended, said } = start([...(await freePorts()), '--data', data]);
  const postgres = await waitFor(() => {
    try {
      return postgresPid(data);
    } catch {
      return undefined; // not yet
    }
  });
  child.kill('SIGINT');
  expect(await ended).toBe(0);
  expect(said.err).toBe('');
  expect(isGone(postgres)).toBe(true);
});

describe('what keeps it from starting is one line, and exit code 1', () => {
  async function complaint(started: Started): Promise<string> {
    expect(await started.ended).toBe(1);
    expect(started.said.out).toBe('');
    expect(started.said.err.trim().split('\n')).toHaveLength(1);
    return started.said.err;
  }

  test.each(['--port', '--reports-port'])('a taken port of %s', async (option) => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    expect(await complaint(start([...(await freePorts()), option, String(port), '--data', folder]))).toMatch(
      new RegExp(`port ${port} on 127.0.0.1 is taken; .*npm start -- ${option} ${port + 2}\n`),
    );
    server.close();
  });

  test.each(['abc', '70000', '-1', ''])('the port %j', async (port) => {
    expect(await complaint(start([`--port=${port}`, '--data', folder]))).toContain(
      `--port should be a number from 0 to 65535, got ${JSON.stringify(port)}`,
    );
  });

  test('an unknown option', async () => {
    expect(await complaint(start(['--colour', 'red']))).toContain("unknown option '--colour'");
  });

  test('a data folder that cannot be written', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const started = start([...(await freePorts()), '--data', join(file, 'data')]);
    expect(await complaint(started)).toMatch(/data folder .* cannot be written \(ENOTDIR\).*--data FOLDER/);
  });

  test('an old Node', async () => {
    const pretend = join(folder, 'old-node.cjs');
    writeFileSync(
      pretend,
      `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '18.20.8' } });`,
    );
    expect(await complaint(start([], ['-r', pretend]))).toMatch(/needs Node 20.19 or newer, this is 18.20.8/);
  });
});
