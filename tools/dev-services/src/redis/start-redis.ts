import { mkdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { join, resolve } from 'node:path';
import { assertPortIsFree, freePort } from '../free-port.js';
import { launch } from '../process/launch.js';
import type { Service } from '../process/service.js';
import { findRedis } from './find-redis.js';

/** How to start a Redis. */
export interface RedisOptions {
  /** Its log lives here; nothing else is kept. */
  readonly directory: string;
  /** Default: a free one. */
  readonly port?: number;
  /** As for Postgres. Default `keep`. */
  readonly afterwards?: 'keep' | 'remove';
}

/** How many numbered databases a started Redis has: one for each test file that asks, and then some. */
const databases = 1024;

/** Starts a real Redis (or Valkey) on 127.0.0.1, in memory only, that ends when this process does. */
export async function startRedis(options: RedisOptions): Promise<Service> {
  const directory = resolve(options.directory);
  if (options.port !== undefined) await assertPortIsFree(options.port);
  await mkdir(directory, { recursive: true });
  const { command, env } = await findRedis();
  const port = options.port ?? (await freePort());
  const flags = { port, bind: '127.0.0.1', dir: directory, databases, save: '', appendonly: 'no' };
  return launch({
    name: 'Redis',
    command,
    args: Object.entries(flags).flatMap(([name, value]) => [`--${name}`, String(value)]),
    env,
    logFile: join(directory, 'redis.log'),
    url: `redis://127.0.0.1:${port}`,
    port,
    stopSignal: 'TERM',
    disposable: options.afterwards === 'remove' ? [directory] : [],
    ready: () => answersPing(port),
  });
}

function answersPing(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    const finish = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(1000, () => finish(false));
    socket.once('error', () => finish(false));
    socket.once('data', (bytes) => finish(bytes.toString().startsWith('+PONG')));
  });
}
