import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../error-code.js';
import type { Binaries } from './binaries.js';
import { reachableHome } from './reachable-home.js';
import type { Identity } from './run-as.js';

/** A data directory that is ready to be served. */
export interface Cluster {
  /** The folder of the data: the one that was asked for, or one that the identity can reach. */
  readonly home: string;
  readonly dataDirectory: string;
  readonly password: string;
}

/** Makes the data directory inside `directory` when there is none, and reads its password. */
export async function prepareCluster(
  directory: string,
  binaries: Binaries,
  identity: Identity | undefined,
): Promise<Cluster> {
  await mkdir(directory, { recursive: true }).catch((error: unknown) => unwritable(directory, error));
  const home = await reachableHome(directory, identity);
  const dataDirectory = join(home, 'data');
  const password = await readPassword(home);
  const version = await readFile(join(dataDirectory, 'PG_VERSION'), 'utf8').catch(() => undefined);
  if (version === undefined) await initialise({ home, password, binaries, identity });
  else assertSameMajor(version.trim(), binaries.version, dataDirectory);
  return { home, dataDirectory, password };
}

/** The password of the data beside it; made with the first data. */
async function readPassword(directory: string): Promise<string> {
  const file = join(directory, 'password');
  const known = await readFile(file, 'utf8').catch(() => undefined);
  if (known !== undefined) return known.trim();
  const password = randomBytes(24).toString('base64url');
  await writeFile(file, `${password}\n`, { mode: 0o600 }).catch((error: unknown) => unwritable(directory, error));
  return password;
}

function unwritable(directory: string, error: unknown): never {
  throw new Error(
    `the folder ${directory} cannot be written (${errorCode(error)}): make it writable or choose another one`,
  );
}

function assertSameMajor(found: string, version: string, dataDirectory: string): void {
  const major = version.split('.')[0];
  if (found === major) return;
  throw new Error(
    `${dataDirectory} was made by Postgres ${found}, this is Postgres ${major}: move it away or use its own Postgres`,
  );
}

interface Initialisation {
  readonly home: string;
  readonly password: string;
  readonly binaries: Binaries;
  readonly identity: Identity | undefined;
}

/** Fills a draft first: an interrupted start leaves no half-made data directory behind. */
async function initialise({ home, password, binaries, identity }: Initialisation): Promise<void> {
  const draft = join(home, 'data.draft');
  const passwordFile = join(home, 'initdb-password');
  await rm(draft, { recursive: true, force: true });
  await rm(passwordFile, { force: true });
  await mkdir(draft, { mode: 0o700 });
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (identity !== undefined)
    await Promise.all([draft, passwordFile].map((path) => chown(path, identity.uid, identity.gid)));
  try {
    await runInitdb(binaries.initdb, [`--pgdata=${draft}`, `--pwfile=${passwordFile}`, ...initdbOptions], identity);
    await rename(draft, join(home, 'data'));
  } finally {
    await rm(passwordFile, { force: true });
  }
}

const initdbOptions = [
  '--username=postgres',
  '--auth=scram-sha-256',
  '--encoding=UTF8',
  '--locale=C',
  '--no-sync',
  '--no-instructions',
];

async function runInitdb(initdb: string, args: readonly string[], identity: Identity | undefined): Promise<void> {
  const child = spawn(initdb, args, { cwd: '/', env: { LC_ALL: 'C' }, stdio: ['ignore', 'pipe', 'pipe'], ...identity });
  const said: string[] = [];
  child.stdout.on('data', (bytes: Buffer) => void said.push(bytes.toString()));
  child.stderr.on('data', (bytes: Buffer) => void said.push(bytes.toString()));
  const ended = await new Promise<string | number | null>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', resolve);
  });
  if (ended === 0) return;
  const complaint =
    said
      .join('')
      .split('\n')
      .find((line) => line.includes('error:')) ?? `it ended with ${ended}`;
  throw new Error(`initdb could not make the data directory: ${complaint.replace(/^initdb: /, '')}`);
}
