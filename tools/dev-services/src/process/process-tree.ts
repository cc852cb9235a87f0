import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { errorCode } from '../error-code.js';

/** Whether a process with this id exists, whoever owns it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it exists and belongs to somebody else.
    return errorCode(error) === 'EPERM';
  }
}

/** The command line of a process, or nothing when it is gone. */
export function commandOf(pid: number): string | undefined {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    // Gone between the question and the answer, which is an answer too.
    return undefined;
  }
}

/** A process and everything it started, itself first. Postgres gives each child its own session, so groups do not help. */
export function processTree(root: number): readonly number[] {
  const parents = process.platform === 'linux' ? parentsFromProc() : parentsFromPs();
  const tree = [root];
  for (let index = 0; index < tree.length; index++) {
    for (const [pid, parent] of parents) if (parent === tree[index]) tree.push(pid);
  }
  return tree;
}

/** Sends a signal, and does not mind when the process is gone already. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (errorCode(error) !== 'ESRCH') throw error;
  }
}

function parentsFromProc(): ReadonlyMap<number, number> {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const parent = parentFromStat(name);
    if (parent !== undefined) parents.set(Number(name), parent);
  }
  return parents;
}

/** `/proc/<pid>/stat` is `pid (name) state ppid …`, and a name may hold spaces and brackets. */
function parentFromStat(pid: string): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    // Ended while we were reading.
    return undefined;
  }
}

function parentsFromPs(): ReadonlyMap<number, number> {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n');
  return new Map(lines.map((line) => line.trim().split(/\s+/).map(Number) as [number, number])); // ps prints two columns
}
