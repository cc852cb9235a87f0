import { createHash } from 'node:crypto';
import { chmod, mkdir, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, sep } from 'node:path';
import { commandOf } from '../process/process-tree.js';
import { publicShelf } from './binaries.js';
import { canReach, type Identity } from './run-as.js';

/**
 * The folder for data and password. Root's own folders are closed to nobody: then it lies on a shelf outside, and a link
 * `elsewhere` in `directory` points to it. The password stays with the data, so that neither is of use alone.
 */
export async function reachableHome(directory: string, identity: Identity | undefined): Promise<string> {
  if (identity === undefined) return directory;
  if (await canReach(dirname(directory), identity)) await letPass(directory);
  if (await canReach(directory, identity)) return directory;
  const shelf = await publicShelf();
  await removeAbandoned(shelf);
  const home = join(shelf, `data-${createHash('sha256').update(directory).digest('hex').slice(0, 12)}`);
  await mkdir(home, { recursive: true, mode: 0o755 });
  await writeFile(join(home, 'origin'), directory);
  await symlink(home, join(directory, 'elsewhere')).catch(() => undefined); // only a signpost
  return home;
}

/** A folder of `mkdtemp` is closed; passing through is enough, since what lies in it is closed itself. */
async function letPass(directory: string): Promise<void> {
  const { mode } = await stat(directory);
  await chmod(directory, mode | 0o011);
}

/** Data of temporary folders that are gone is of no use to anybody. */
async function removeAbandoned(shelf: string): Promise<void> {
  const names = (await readdir(shelf)).filter((name) => name.startsWith('data-'));
  for (const home of names.map((name) => join(shelf, name))) {
    if (await isAbandoned(home)) await rm(home, { recursive: true, force: true });
  }
}

async function isAbandoned(home: string): Promise<boolean> {
  const origin = await readFile(join(home, 'origin'), 'utf8').catch(() => undefined);
  if (origin === undefined || !origin.startsWith(tmpdir() + sep)) return false;
  if ((await stat(origin).catch(() => undefined)) !== undefined) return false;
  const server = await readFile(join(home, 'data', 'postmaster.pid'), 'utf8').catch(() => '');
  return commandOf(Number.parseInt(server, 10))?.includes('postgres') !== true;
}
