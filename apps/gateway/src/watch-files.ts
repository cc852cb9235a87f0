import { watch, type FSWatcher } from 'node:fs';
import { basename, dirname } from 'node:path';

/** How long whoever is told of changes waits. */
export interface WatchPace {
  /** For the last step of a change: editors write a file in several. */
  readonly settleMs: number;
  /** At most, where a file is never left alone. */
  readonly longestMs: number;
}

const usualPace: WatchPace = { settleMs: 300, longestMs: 5_000 };

/** The link that mounted configurations of clusters are swapped by. */
const swapLink = '..data';

/** Files that are watched for changes. */
export interface WatchedFiles {
  /** Watches these, and no other. */
  use(files: readonly string[]): void;
  close(): void;
}

/**
 * Tells when one of some files has changed, once things are quiet or have not been so for too long. Files may come and go;
 * their folders are watched.
 */
export function watchFiles(changed: () => void, { settleMs, longestMs } = usualPace): WatchedFiles {
  let watchers: ReadonlyMap<string, FSWatcher> = new Map();
  let names: ReadonlySet<string> = new Set();
  let settled: NodeJS.Timeout | undefined;
  let overdue: NodeJS.Timeout | undefined;
  const forget = (): void => {
    clearTimeout(settled);
    clearTimeout(overdue);
    overdue = undefined;
  };
  const tell = (): void => {
    forget();
    changed();
  };
  const noticing = (folder: string) => (_event: string, name: string | null) => {
    if (name !== swapLink && !names.has(`${folder}\n${name}`)) return;
    clearTimeout(settled);
    settled = setTimeout(tell, settleMs);
    overdue ??= setTimeout(tell, longestMs);
  };
  return {
    use(files) {
      names = new Set(files.map((file) => `${dirname(file)}\n${basename(file)}`));
      const folders = [...new Set(files.map((file) => dirname(file)))];
      for (const [folder, watcher] of watchers) if (!folders.includes(folder)) watcher.close();
      const opened = folders.map((folder) => [folder, watchers.get(folder) ?? open(folder, noticing(folder))] as const);
      watchers = new Map(opened.flatMap(([folder, watcher]) => (watcher === undefined ? [] : [[folder, watcher]])));
    },
    close() {
      forget();
      for (const watcher of watchers.values()) watcher.close();
    },
  };
}

/** A folder that is not there cannot be watched: `undefined`. One that goes away is no longer. */
function open(folder: string, notice: (event: string, name: string | null) => void): FSWatcher | undefined {
  try {
    return watch(folder, notice).on('error', () => undefined);
  } catch {
    return undefined;
  }
}
