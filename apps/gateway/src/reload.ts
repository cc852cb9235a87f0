import type { Logger } from 'pino';
import type { Gateway } from './gateway.js';
import { problemLines } from './load-catalog.js';
import { loadConfiguration } from './load-configuration.js';
import { policyLog } from './policies/policy-log.js';
import { warnOf } from './warn-of.js';
import { watchFiles } from './watch-files.js';

/** What a reload needs. */
export interface ReloadOptions {
  readonly gateway: Pick<Gateway, 'useCatalog'>;
  readonly file: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: Logger;
  /** Files of policies that are in force, which are watched as well. */
  readonly policyFiles: readonly string[];
}

/**
 * Reloads the configuration on SIGHUP and when its file, or a file of one of its policies, changes. What is bad leaves the
 * last good catalog with its policies, and says why.
 */
export function watchConfig({ gateway, file, env, log, policyFiles }: ReloadOptions): () => void {
  let inForce = policyFiles;
  let isStopped = false;
  const reload = async (): Promise<void> => {
    const loaded = await loadConfiguration({ file, env, notes: policyLog(log) });
    if (!loaded.ok) {
      watched.use([file, ...inForce, ...loaded.files]);
      const problems = problemLines(loaded.problems);
      return log.error({ problems }, 'configuration not reloaded: the last good one stays');
    }
    if (isStopped) return loaded.policies.byGroup.forEach((policy) => policy.retire());
    gateway.useCatalog(loaded.catalog, loaded.policies);
    inForce = loaded.policies.files;
    watched.use([file, ...inForce]);
    warnOf(loaded.warnings, log);
    log.info({ catalog_hash: loaded.catalog.hash }, 'configuration reloaded');
  };
  // One after the other: what was written last is in force last.
  let reloading = Promise.resolve();
  const start = (): void => {
    reloading = reloading.then(reload).catch((error: unknown) => log.error({ err: error }, 'bug'));
  };
  const watched = watchFiles(start);
  watched.use([file, ...inForce]);
  process.on('SIGHUP', start);
  return () => {
    isStopped = true;
    watched.close();
    process.off('SIGHUP', start);
  };
}
