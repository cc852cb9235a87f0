import { watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { Logger } from 'pino';
import type { Gateway } from './gateway.js';
import { loadCatalog, problemLines } from './load-catalog.js';
import { warnOf } from './warn-of.js';

/** Editors write a file in several steps; a reload waits this long for the last of them. */
const settleMs = 300;

/** What a reload needs. */
export interface ReloadOptions {
  readonly gateway: Gateway;
  readonly file: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: Logger;
}

/** Reloads the configuration on SIGHUP and when its file changes. A bad file leaves the last good catalog and says why. */
export function watchConfig(options: ReloadOptions): () => void {
  const reload = (): void => {
    const loaded = loadCatalog(options.file, options.env);
    if (loaded.ok) {
      options.gateway.useCatalog(loaded.catalog);
      warnOf(loaded.warnings, options.log);
      options.log.info({ catalog_hash: loaded.catalog.hash }, 'configuration reloaded');
    } else
      options.log.error(
        { problems: problemLines(loaded.problems) },
        'configuration not reloaded: the last good one stays',
      );
  };
  let timer: NodeJS.Timeout | undefined;
  const watcher = watch(dirname(options.file), (_event, name) => {
    if (name !== basename(options.file)) return;
    clearTimeout(timer);
    timer = setTimeout(reload, settleMs);
  });
  process.on('SIGHUP', reload);
  return () => {
    clearTimeout(timer);
    watcher.close();
    process.off('SIGHUP', reload);
  };
}
