import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';

const ownerFile = 'owner.json';

/** Living owners touch their file this often. */
export const heartbeatMs = 5000;

/** An owner whose processes we cannot see, in another container say, counts as dead after this long a silence. */
const silenceMs = 60_000;

/** Who may write to a spool folder. A process id alone may be anybody's by now: its start time makes it one process. */
export interface FolderOwner {
  readonly pid: number;
  readonly processStart: string;
  readonly hostname: string;
  /** Changes with every boot; empty where the system does not tell. */
  readonly bootId: string;
  /** Process ids mean something only inside their namespace; empty where there are none. */
  readonly pidNamespace: string;
}

/** Where a folder says who owns it. */
export function ownerPath(folder: string): string {
  return join(folder, ownerFile);
}

/** This process as an owner. */
export function thisOwner(): FolderOwner {
  return {
    pid: process.pid,
    processStart: processStart(process.pid) ?? '',
    hostname: hostname(),
    bootId: attempt(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()) ?? '',
    pidNamespace: attempt(() => readlinkSync('/proc/self/ns/pid')) ?? '',
  };
}

/** Whether the owner of a folder may still write to it. A folder without an owner was given up. */
export function isOwned(folder: string, self: FolderOwner): boolean {
  const owner = attempt(() => JSON.parse(readFileSync(ownerPath(folder), 'utf8')) as Partial<FolderOwner>); // checked field by field below
  if (owner === undefined || owner === null || typeof owner.pid !== 'number') return false;
  if (owner.hostname !== self.hostname) return !isSilent(folder);
  if (owner.bootId !== self.bootId) return false;
  if (owner.pidNamespace !== self.pidNamespace || self.processStart === '') return !isSilent(folder);
  return owner.processStart === processStart(owner.pid);
}

function isSilent(folder: string): boolean {
  const touched = attempt(() => statSync(ownerPath(folder)).mtimeMs);
  return touched === undefined || Date.now() - touched > silenceMs;
}

/** When a living process started, in the system's own words; `undefined` when there is none, or only its remains. */
function processStart(pid: number): string | undefined {
  if (process.platform === 'linux') return linuxProcessStart(pid);
  return attempt(
    () => execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined,
  );
}

/** @see https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html — the name may hold anything, so fields count from the last bracket. */
function linuxProcessStart(pid: number): string | undefined {
  const stat = attempt(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, start] = [fields?.[0], fields?.[19]];
  return state === 'Z' || state === 'X' ? undefined : start;
}

/** What cannot be read is not there: files and processes go away between two looks. */
function attempt<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
