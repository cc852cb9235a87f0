import type { KeyDirectory } from '@smart-router/keys';
import pg from 'pg';
import { reasonOf } from '../reason-of.js';
import { retryDelay } from '../retry-delay.js';
import { WakeUp } from '../wake-up.js';
import { KeyCache } from './key-cache.js';

/** Where keys are read from, and how often. */
export interface KeyDirectoryOptions {
  readonly databaseUrl: string;
  /** The net under LISTEN/NOTIFY: changes are also looked for this often. Default 5000. */
  readonly pollIntervalMs?: number;
  /** A database that does not answer within this time counts as away. Default 5000. */
  readonly timeoutMs?: number;
  /** Told of every lost or refused connection. */
  readonly onProblem?: (message: string) => void;
}

/** How fresh the keys are. */
export interface KeyDirectoryState {
  readonly keys: number;
  /** Whether changes arrive now; when not, the last known keys are served. */
  readonly connected: boolean;
  /** Milliseconds since the epoch; `undefined` when keys were never loaded. */
  readonly refreshedAt: number | undefined;
}

/** All keys in memory, following the database. */
export interface LiveKeyDirectory extends KeyDirectory {
  state(): KeyDirectoryState;
  /** Resolves when keys were loaded for the first time, however long that takes. */
  readonly loaded: Promise<void>;
  close(): Promise<void>;
}

/** The directory's one state object. */
interface Watch {
  readonly options: Required<KeyDirectoryOptions>;
  readonly closing: AbortController;
  readonly wakeUp: WakeUp;
  readonly onLoaded: () => void;
  cache: KeyCache;
  connected: boolean;
  refreshedAt: number | undefined;
  failures: number;
}

/**
 * Opens a directory of all keys that follows the database: a change is visible within a second. It connects in the
 * background and again for ever; while the database is away, the last known keys are served.
 */
export function openKeyDirectory(options: KeyDirectoryOptions): LiveKeyDirectory {
  let onLoaded = (): void => undefined;
  const loaded = new Promise<void>((resolve) => (onLoaded = resolve));
  const watch: Watch = {
    options: { pollIntervalMs: 5000, timeoutMs: 5000, onProblem: () => undefined, ...options },
    closing: new AbortController(),
    wakeUp: new WakeUp(),
    onLoaded,
    cache: new KeyCache(),
    ...{ connected: false, refreshedAt: undefined, failures: 0 },
  };
  const ended = follow(watch);
  return {
    ready: () => watch.refreshedAt !== undefined,
    find: (tokenHash) => watch.cache.find(tokenHash),
    state: () => ({ keys: watch.cache.size, connected: watch.connected, refreshedAt: watch.refreshedAt }),
    loaded,
    close: async () => {
      watch.closing.abort();
      await ended;
    },
  };
}

async function follow(watch: Watch): Promise<void> {
  while (!watch.closing.signal.aborted) {
    try {
      await followOnce(watch);
    } catch (error) {
      watch.failures += 1;
      watch.options.onProblem(`the key directory lost the database: ${reasonOf(error)}`);
    }
    watch.connected = false;
    const maxDelayMs = retryDelay(Math.max(watch.failures, 1), Math.random);
    await watch.wakeUp.wait(() => false, { signal: watch.closing.signal, maxDelayMs });
  }
}

/** One connection, from LISTEN to its end. It listens before it reads, so that no change falls between. */
async function followOnce(watch: Watch): Promise<void> {
  const client = new pg.Client({
    connectionString: watch.options.databaseUrl,
    application_name: 'smart-router key directory',
    connectionTimeoutMillis: watch.options.timeoutMs,
    query_timeout: watch.options.timeoutMs,
    keepAlive: true,
  });
  const news: { changed: boolean; broken?: Error } = { changed: false };
  client.on('notification', () => notice(watch, () => (news.changed = true)));
  client.on('error', (error) => notice(watch, () => (news.broken = error)));
  try {
    await client.connect();
    await client.query('listen smart_router_keys');
    await loadAll(watch, client);
    for (;;) {
      const bounds = { signal: watch.closing.signal, maxDelayMs: watch.options.pollIntervalMs };
      await watch.wakeUp.wait(() => news.changed || news.broken !== undefined, bounds);
      if (watch.closing.signal.aborted) return;
      if (news.broken !== undefined) throw news.broken;
      news.changed = false;
      await watch.cache.refresh(client);
      watch.refreshedAt = Date.now();
    }
  } finally {
    // Not awaited: a paused server would never say goodbye. What fails here was told before.
    void client.end().catch(() => undefined);
  }
}

function notice(watch: Watch, change: () => unknown): void {
  change();
  watch.wakeUp.check();
}

/** After every connect all keys are read anew: the database may have been restored to an earlier day meanwhile. */
async function loadAll(watch: Watch, client: pg.Client): Promise<void> {
  const cache = new KeyCache();
  await cache.refresh(client);
  watch.cache = cache;
  watch.connected = true;
  watch.refreshedAt = Date.now();
  watch.failures = 0;
  watch.onLoaded();
}
