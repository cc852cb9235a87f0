import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { commandOf, isAlive, processTree, signal } from '../process/process-tree.js';
import { waitFor } from '../wait-for.js';

/** Writes down who runs the server of this directory, so that a later start can tell a neighbour from a leftover. */
export async function claimDirectory(directory: string): Promise<void> {
  await writeFile(join(directory, 'owner'), `${process.pid}\n`);
}

/**
 * Ends the server that a killed run left behind in this data directory; leaves a living neighbour's alone and fails.
 * `postmaster.pid` holds the process id on its first line.
 */
export async function endStaleServer(directory: string, dataDirectory: string): Promise<void> {
  const pidFile = join(dataDirectory, 'postmaster.pid');
  const pid = await readNumber(pidFile);
  if (pid === undefined) return;
  if (!isPostgresOf(pid, dataDirectory)) return rm(pidFile, { force: true });
  const owner = await readNumber(join(directory, 'owner'));
  if (owner !== undefined && isAlive(owner)) {
    throw new Error(`the Postgres in ${directory} is in use by process ${owner}: stop it or choose another folder`);
  }
  await end(pid);
  await rm(pidFile, { force: true });
}

/** After a reboot the same process id may be anybody's. */
function isPostgresOf(pid: number, dataDirectory: string): boolean {
  const command = commandOf(pid);
  return command !== undefined && command.includes('postgres') && command.includes(dataDirectory);
}

async function end(pid: number): Promise<void> {
  const tree = processTree(pid);
  tree.forEach((each) => signal(each, 'SIGCONT'));
  signal(pid, 'SIGINT');
  await waitFor(() => !isAlive(pid), { timeoutMs: 10_000 }).catch(() =>
    tree.forEach((each) => signal(each, 'SIGKILL')),
  );
  await waitFor(() => !tree.some(isAlive), { what: `the leftover Postgres ${pid} to end` });
}

async function readNumber(file: string): Promise<number | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  const value = Number.parseInt(text?.split('\n')[0] ?? '', 10);
  return Number.isNaN(value) ? undefined : value;
}
