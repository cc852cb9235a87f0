import { execFile } from 'node:child_process';
import { access, constants, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { cacheDirectory } from '../cache-directory.js';
import { readEnvironment } from '../env.js';

/** A Redis program and what its environment must hold. */
export interface RedisProgram {
  readonly command: string;
  readonly env: NodeJS.ProcessEnv;
}

const run = promisify(execFile);
const debianPackages = 'redis-server redis-tools libjemalloc2 liblzf1 liblua5.1-0 lua-cjson lua-bitop libatomic1';
const remedy = 'apt-get update && apt-get install -y redis-server (macOS: brew install redis), or set REDIS_URL';

/** Finds Redis or Valkey on the search path, else unpacks Debian's packages into the cache folder; no root needed. */
export async function findRedis(): Promise<RedisProgram> {
  const installed = await onSearchPath(['redis-server', 'valkey-server']);
  if (installed !== undefined) return { command: installed, env: {} };
  const home = join(await cacheDirectory(), 'redis');
  const unpacked = await unpackedIn(home);
  if (unpacked !== undefined) return unpacked;
  await unpackInto(home).catch((error: Error) => {
    throw new Error(`there is no redis-server here (${firstLine(error)}): ${remedy}`);
  });
  const program = await unpackedIn(home);
  if (program === undefined) throw new Error(`Debian's packages held no redis-server: ${remedy}`);
  return program;
}

async function onSearchPath(names: readonly string[]): Promise<string | undefined> {
  const folders = readEnvironment().searchPath.split(delimiter).filter(Boolean);
  for (const path of names.flatMap((name) => folders.map((folder) => join(folder, name)))) {
    if (await isExecutable(path)) return path;
  }
  return undefined;
}

async function unpackedIn(home: string): Promise<RedisProgram | undefined> {
  const command = join(home, 'usr/bin/redis-server');
  if (!(await isExecutable(command))) return undefined;
  const libraries = join(home, 'usr/lib');
  const triplets = await readdir(libraries);
  return { command, env: { LD_LIBRARY_PATH: triplets.map((triplet) => join(libraries, triplet)).join(':') } };
}

async function unpackInto(home: string): Promise<void> {
  const draft = await mkdtemp(`${home}.`);
  try {
    await run('apt-get', ['download', ...debianPackages.split(' ')], { cwd: draft });
    const archives = (await readdir(draft)).filter((name) => name.endsWith('.deb'));
    for (const archive of archives) await run('dpkg', ['-x', archive, '.'], { cwd: draft });
    await Promise.all(archives.map((archive) => rm(join(draft, archive))));
    await rename(draft, home).catch(() => undefined); // somebody else was first: theirs is as good
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

const firstLine = (error: Error) =>
  error.message.split('\n').find((line) => /^E:|ENOENT/.test(line)) ?? 'none could be unpacked';
