import { existsSync, readdirSync, statSync, type Stats } from 'node:fs';
import { basename, join } from 'node:path';
import { isOwned, thisOwner } from '../spool/folder-owner.js';

/** The records that one process wrote and that are still on the disk. */
export interface SpoolFolder {
  readonly path: string;
  /** Who numbered the records in it. */
  readonly writerId: string;
  /** `orphan`: its process is gone, and the next one adopts it. `adopted`: another process is storing what is in it. */
  readonly state: 'live' | 'orphan' | 'adopted';
  /** Its files, oldest first. */
  readonly files: readonly string[];
  readonly bytes: number;
  /** Last change of its oldest file, in milliseconds since the epoch; `undefined` where there is none. */
  readonly oldestAt: number | undefined;
}

/** The folders of a spool, as they are at this moment; nothing is claimed or changed. None where there is no spool. */
export function spoolFolders(directory: string): readonly SpoolFolder[] {
  const self = thisOwner();
  return foldersIn(directory).flatMap((path) => [
    folderAt(path, isOwned(path, self) ? 'live' : 'orphan'),
    ...foldersIn(join(path, 'adopted')).map((adopted) => folderAt(adopted, 'adopted')),
  ]);
}

/** Where a spool keeps records that the database can never take. */
export function rejectedFile(directory: string): string | undefined {
  const path = join(directory, 'rejected.jsonl');
  return existsSync(path) ? path : undefined;
}

function foldersIn(directory: string): readonly string[] {
  return namesIn(directory)
    .filter((name) => !name.startsWith('.') && name !== 'adopted')
    .map((name) => join(directory, name))
    .filter((path) => statOf(path)?.isDirectory() === true);
}

function folderAt(path: string, state: SpoolFolder['state']): SpoolFolder {
  const names = namesIn(path).filter((name) => name.endsWith('.jsonl'));
  const files = names.sort().map((name) => join(path, name));
  const sizes = files.map((file) => statOf(file)?.size ?? 0);
  const oldest = files.find((_, index) => (sizes[index] ?? 0) > 0);
  return {
    ...{ path, writerId: basename(path), state, files },
    bytes: sizes.reduce((sum, size) => sum + size, 0),
    oldestAt: oldest === undefined ? undefined : statOf(oldest)?.mtimeMs,
  };
}

/** Files and folders go away between two looks: what is not there any more is stored. */
function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

function statOf(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: false });
}
