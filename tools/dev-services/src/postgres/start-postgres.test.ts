import { mkdtemp, readFile, readlink, rm, stat, writeFile } from 'node:fs/promises';
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { freePort } from '../free-port.js';
import { isAlive } from '../process/process-tree.js';
import type { Service } from '../process/service.js';
import { waitFor } from '../wait-for.js';
import { startPostgres } from './start-postgres.js';

let directory: string;
let postgres: Service;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'smart-router-postgres-'));
  postgres = await startPostgres({ directory, durability: 'none' });
});

afterAll(async () => {
  await postgres.stop();
  await rm(directory, { recursive: true, force: true });
});

test('a real Postgres answers queries and keeps its password in a file of ours alone', async () => {
  expect(await ask(postgres.url, 'show server_version')).toMatch(/^18\./);
  expect(await ask(postgres.url, 'show server_encoding')).toBe('UTF8');
  expect((await stat(join(directory, 'password'))).mode & 0o777).toBe(0o600);
  const wrong = new URL(postgres.url);
  wrong.password = 'wrong';
  await expect(ask(wrong.href, 'select 1')).rejects.toThrow('password authentication failed');
});

test('a paused Postgres keeps connections open and answers nothing until it is resumed', async () => {
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  await client.query('select 1');
  postgres.pause();
  const early = jest.fn();
  const answer = client.query<{ two: number }>('select 2 as two');
  void answer.then(early);
  await expect(ask(postgres.url, 'select 1', 300)).rejects.toThrow('timeout');
  expect(early).not.toHaveBeenCalled();
  postgres.resume();
  expect((await answer).rows).toEqual([{ two: 2 }]);
  await client.end();
});

test('what was written is there after a stop, a kill and a start', async () => {
  await ask(postgres.url, 'create table kept as select 7 as value');
  await postgres.stop();
  expect(isAlive(postgres.pid)).toBe(false);
  postgres = await startPostgres({ directory, durability: 'none' });
  await postgres.kill();
  postgres = await startPostgres({ directory, durability: 'none' });
  expect(await ask(postgres.url, 'select value from kept')).toBe(7);
});

test('a directory whose server is running is left to its owner', async () => {
  await expect(startPostgres({ directory })).rejects.toThrow(`is in use by process ${process.pid}`);
});

test('the server that a killed run left behind is ended first, even when it is frozen', async () => {
  const leftover = postgres;
  const gone = spawn('true');
  await waitFor(() => gone.exitCode !== null);
  await writeFile(join(directory, 'owner'), `${gone.pid}\n`);
  leftover.pause();
  postgres = await startPostgres({ directory, durability: 'none' });
  expect(isAlive(leftover.pid)).toBe(false);
  expect(await ask(postgres.url, 'select 1')).toBe(1);
});

test('troubles are one line', async () => {
  const file = join(directory, 'password');
  await expect(startPostgres({ directory: join(file, 'below') })).rejects.toThrow(
    /below cannot be written \(ENOTDIR\): /,
  );
  await expect(startPostgres({ directory, port: postgres.port })).rejects.toThrow(
    `port ${postgres.port} of 127.0.0.1 is taken`,
  );
  const odd = await mkdtemp(join(tmpdir(), 'smart-router-postgres-'));
  await expect(
    startPostgres({ directory: odd, port: await freePort(), settings: { max_connections: 'many' } }),
  ).rejects.toThrow(/^Postgres ended while starting: .*max_connections/);
  expect(await readFile(join(odd, 'postgres.log'), 'utf8')).toContain('max_connections');
  await rm(odd, { recursive: true });
});

test('as root, a folder closed to others still gets its server', async () => {
  if (process.getuid?.() !== 0) return; // only root has this trouble
  const closed = await mkdtemp(join(tmpdir(), 'smart-router-closed-'));
  const inside = join(closed, 'postgres');
  const server = await startPostgres({ directory: inside, durability: 'none', afterwards: 'remove' });
  expect(await ask(server.url, 'select 1')).toBe(1);
  const elsewhere = await readlink(join(inside, 'elsewhere'));
  await server.stop();
  await rm(closed, { recursive: true });
  const again = await mkdtemp(join(tmpdir(), 'smart-router-closed-'));
  const next = await startPostgres({ directory: join(again, 'postgres'), durability: 'none' });
  await expect(stat(elsewhere)).rejects.toThrow('ENOENT'); // the data of a temporary folder that is gone
  await next.stop();
  await rm(await readlink(join(again, 'postgres', 'elsewhere')), { recursive: true });
  await rm(again, { recursive: true });
});

async function ask(url: string, text: string, connectionTimeoutMillis = 5000): Promise<unknown> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis });
  await client.connect();
  try {
    const result = await client.query<unknown[]>({ text, rowMode: 'array' });
    return result.rows[0]?.[0];
  } finally {
    await client.end();
  }
}
