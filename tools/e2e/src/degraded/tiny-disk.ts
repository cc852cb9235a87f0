import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';

/** A place for a spool that is soon full. */
export interface TinyDisk {
  readonly directory: string;
  /** Options that make a spool there small, where the disk itself could not be made so. */
  readonly spool: object;
  remove(): void;
}

/** A disk of 128 KiB, full for real; a spool of one MiB where disks may not be mounted, as without the rights of root. */
export function tinyDisk(directory: string): TinyDisk {
  mkdirSync(directory, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=128k', 'tmpfs', directory], { stdio: 'ignore' });
  } catch {
    return { directory, spool: { max_bytes: 1024 * 1024 }, remove: () => undefined };
  }
  return { directory, spool: {}, remove: () => void execFileSync('umount', [directory]) };
}
