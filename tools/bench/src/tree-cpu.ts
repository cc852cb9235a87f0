import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts CPU in hundredths of a second. @see https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
const ticksPerSecond = 100;

/** Seconds of CPU that a process and its children have taken, those that ended included. Linux alone tells. */
export function treeCpuSeconds(pid: number): number {
  const children = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && fieldsOf(name)[1] === String(pid));
  const own = ticks(fieldsOf(String(pid)), [11, 12, 13, 14]);
  return (own + children.reduce((sum, name) => sum + ticks(fieldsOf(name), [11, 12]), 0)) / ticksPerSecond;
}

/** What follows the name of the program, which may hold anything: state, parent, …, CPU from the 12th on. */
function fieldsOf(pid: string): readonly string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return []; // it has ended meanwhile
  }
}

function ticks(fields: readonly string[], places: readonly number[]): number {
  return places.reduce((sum, place) => sum + Number(fields[place] ?? 0), 0);
}
