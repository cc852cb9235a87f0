import { join } from 'node:path';
import { cacheDirectory } from '../cache-directory.js';
import { findProgram, isExecutable } from '../debian/find-program.js';
import { libraryPath, reasonNotUnpacked, unpackPackages } from '../debian/unpack-packages.js';

/** A Redis program and what its environment must hold. */
export interface RedisProgram {
  readonly command: string;
  readonly env: NodeJS.ProcessEnv;
}

const debianPackages = 'redis-server redis-tools libjemalloc2 liblzf1 liblua5.1-0 lua-cjson lua-bitop libatomic1';
const remedy = 'apt-get update && apt-get install -y redis-server (macOS: brew install redis), or set REDIS_URL';

/** Finds Redis or Valkey on the search path, else unpacks Debian's packages into the cache folder; no root needed. */
export async function findRedis(): Promise<RedisProgram> {
  const installed = await findProgram(['redis-server', 'valkey-server']);
  if (installed !== undefined) return { command: installed, env: {} };
  const home = join(await cacheDirectory(), 'redis');
  const unpacked = await unpackedIn(home);
  if (unpacked !== undefined) return unpacked;
  await unpackPackages(home, debianPackages.split(' ')).catch((error: Error) => {
    throw new Error(`there is no redis-server here (${reasonNotUnpacked(error)}): ${remedy}`);
  });
  const program = await unpackedIn(home);
  if (program === undefined) throw new Error(`Debian's packages held no redis-server: ${remedy}`);
  return program;
}

async function unpackedIn(home: string): Promise<RedisProgram | undefined> {
  const command = join(home, 'usr/bin/redis-server');
  if (!(await isExecutable(command))) return undefined;
  return { command, env: { LD_LIBRARY_PATH: await libraryPath(home) } };
}
