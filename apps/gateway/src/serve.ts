import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startGateway, type Gateway } from './gateway.js';
import { openLog } from './gateway-log.js';
import { loadCatalog, problemLines } from './load-catalog.js';
import { withPolicies } from './load-configuration.js';
import { policyLog } from './policies/policy-log.js';
import { watchConfig } from './reload.js';
import { warnOf } from './warn-of.js';

/** What `serve` needs of its process. */
export interface ServeOptions {
  readonly file: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly complain: (text: string) => void;
}

/** How often is looked whether requests are taken, until they are. */
const lookEveryMs = 50;

/** Serves until SIGTERM or SIGINT; resolves with the exit code. */
export async function serve(options: ServeOptions): Promise<number> {
  const file = resolve(options.file);
  const read = loadCatalog(file, options.env);
  const log = openLog(read.ok ? read.catalog.telemetry.logLevel : 'info');
  const loaded = await withPolicies(read, { file, notes: policyLog(log) });
  if (!loaded.ok) {
    options.complain(problemLines(loaded.problems));
    return 1;
  }
  const { catalog, policies } = loaded;
  warnOf(loaded.warnings, log);
  const gateway = await startGateway({ catalog, policies, log });
  const stopWatching = watchConfig({ gateway, file, env: options.env, log, policyFiles: policies.files });
  const about = { url: gateway.url, admin_url: gateway.adminUrl, catalog_hash: catalog.hash };
  log.info(about, 'listening');
  const stopping = new AbortController();
  void untilReady(gateway, stopping.signal).then(() => {
    if (!stopping.signal.aborted) log.info(about, 'ready');
  });
  await stopSignal();
  stopping.abort();
  stopWatching();
  await gateway.close();
  log.info('stopped');
  log.flush();
  return 0;
}

/** Whoever listens may still wait for keys, and so for the database. Ends with the signal, too. */
async function untilReady(gateway: Pick<Gateway, 'ready'>, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && !gateway.ready())
    await sleep(lookEveryMs, undefined, { signal, ref: false }).catch(() => undefined); // aborted, the loop ends
}

function stopSignal(): Promise<void> {
  return new Promise((done) => {
    process.once('SIGTERM', () => done());
    process.once('SIGINT', () => done());
  });
}
