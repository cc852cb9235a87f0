import { open } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { errorCode } from '../error-code.js';
import { assertPortIsFree, freePort } from '../free-port.js';
import { launch } from '../process/launch.js';
import type { Service } from '../process/service.js';
import { prepareBinaries } from './binaries.js';
import { prepareCluster } from './cluster.js';
import { postgresIdentity } from './run-as.js';
import { claimDirectory, endStaleServer } from './stale-server.js';

/** How to start an embedded Postgres. */
export interface PostgresOptions {
  /** Its data, password and log live here; it is made when missing and used again when not. */
  readonly directory: string;
  /** Default: a free one. */
  readonly port?: number;
  /** `none` trades the safety of data in a power cut for speed: for tests only. Default `full`. */
  readonly durability?: 'full' | 'none';
  /** `remove` deletes the directory when this process is gone without having stopped the server. Default `keep`. */
  readonly afterwards?: 'keep' | 'remove';
  /** More server settings, for example `{ max_connections: '20' }`. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** Starts a real Postgres on 127.0.0.1 that ends when this process does. Its user is `postgres`, its password random. */
export async function startPostgres(options: PostgresOptions): Promise<Service> {
  const directory = resolve(options.directory);
  if (options.port !== undefined) await assertPortIsFree(options.port);
  const identity = postgresIdentity();
  const binaries = await prepareBinaries(identity);
  const { home, dataDirectory, password } = await prepareCluster(directory, binaries, identity);
  await endStaleServer(directory, dataDirectory);
  await claimDirectory(directory);
  const port = options.port ?? (await freePort());
  const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
  return launch({
    name: 'Postgres',
    command: binaries.postgres,
    args: ['-D', dataDirectory, '-p', String(port), ...settingFlags(options)],
    env: { LC_ALL: 'C' },
    identity,
    logFile: await logFile(directory),
    url,
    port,
    stopSignal: 'INT', // a fast shutdown: sessions end, data is safe
    disposable: options.afterwards === 'remove' ? [...new Set([directory, home])] : [],
    ready: () => answers(url),
  });
}

const ownSettings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  timezone: 'UTC',
  log_timezone: 'UTC',
};
const unsafeSettings = { fsync: 'off', full_page_writes: 'off' };

function settingFlags({ durability, settings }: PostgresOptions): readonly string[] {
  const all = { ...ownSettings, ...(durability === 'none' ? unsafeSettings : {}), ...settings };
  return Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

async function logFile(directory: string): Promise<string> {
  const path = join(directory, 'postgres.log');
  await (await open(path, 'a', 0o600)).close();
  return path;
}

/** @see https://www.postgresql.org/docs/current/errcodes-appendix.html */
const invalidPassword = '28P01';

/** Whether the server works; fails when waiting longer will not help. */
async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  client.on('error', () => undefined); // a server that ends while we ask is simply not ready
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch (error) {
    if (errorCode(error) === invalidPassword)
      throw new Error('Postgres does not accept the password kept with its data', { cause: error });
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
