import type { KeyDirectory } from '@smart-router/keys';
import pg from 'pg';
import { reasonOf } from '../reason-of.js';
import { retryDelay } from '../retry-delay.js';
import { tellOutage, type OutageTeller } from '../tell-outage.js';
import { untilAborted } from '../until-aborted.js';
import { WakeUp } from '../wake-up.js';
import { KeyCache } from './key-cache.js';
import { keepSnapshot, noSnapshot, type SnapshotKeeper } from '../key-snapshot/keep-snapshot.js';
import type { KeySnapshotOptions, SnapshotState } from '../key-snapshot/key-snapshot.js';

/** Where keys are read from, and how often. */
export interface KeyDirectoryOptions {
  readonly databaseUrl: string;
  /** The net under LISTEN/NOTIFY: changes are also looked for this often. Default 5000. */
  readonly pollIntervalMs?: number;
  /** A database that does not answer within this time counts as away. Default 5000. */
  readonly timeoutMs?: number;
  /** A file of the last known good keys, for a start while the database is away. Default: none. */
  readonly snapshot?: KeySnapshotOptions | undefined;
  /** Told of a database that is lost and found again, and of a snapshot that cannot be used or written. */
  readonly onProblem?: (message: string) => void;
}

/** How fresh the keys are. */
export interface KeyDirectoryState {
  readonly keys: number;
  /** Whether changes arrive now; when not, the last known keys are served. */
  readonly connected: boolean;
  /** Where the keys served now came from. */
  readonly source: 'nowhere' | 'database' | 'snapshot';
  /** When the database last told, milliseconds since the epoch; `undefined` when keys were never loaded. */
  readonly refreshedAt: number | undefined;
  readonly snapshot: SnapshotState;
}

/** How long a start waits for the database before it looks for a snapshot: a paused one never answers. */
const silenceMs = 1000;

/** All keys in memory, following the database. */
export interface LiveKeyDirectory extends KeyDirectory {
  /** Whether changes arrive now: when not, an unknown token may be a new one. */
  isCurrent(): boolean;
  state(): KeyDirectoryState;
  /** Resolves when keys were loaded for the first time, from wherever and however long that takes. */
  readonly loaded: Promise<void>;
  close(): Promise<void>;
}

const outageWords = {
  lost: 'the key directory lost the database',
  back: 'the key directory has the database again',
};

/** The directory's one state object. */
interface Watch {
  readonly options: Required<KeyDirectoryOptions>;
  readonly closing: AbortController;
  readonly wakeUp: WakeUp;
  /** Checked after the first try of the database, however it went. */
  readonly firstTry: WakeUp;
  readonly keeper: SnapshotKeeper;
  readonly outage: OutageTeller;
  readonly onLoaded: () => void;
  cache: KeyCache;
  connected: boolean;
  source: KeyDirectoryState['source'];
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
  const watch = newWatch(options, onLoaded);
  const ended = Promise.all([follow(watch), fallBack(watch)]);
  return {
    ready: () => watch.refreshedAt !== undefined,
    isCurrent: () => watch.connected,
    find: (tokenHash) => watch.cache.find(tokenHash),
    state: () => stateOf(watch),
    loaded,
    close: async () => {
      watch.closing.abort();
      await ended;
      await watch.keeper.close();
    },
  };
}

function newWatch(given: KeyDirectoryOptions, onLoaded: () => void): Watch {
  const options = { pollIntervalMs: 5000, timeoutMs: 5000, snapshot: undefined, onProblem: () => undefined, ...given };
  const { snapshot, onProblem } = options;
  // It is asked for the current keys after they were confirmed, so `refreshedAt` is known by then.
  const current = () => ({ records: watch.cache.records(), asOfMs: watch.refreshedAt ?? 0 });
  const watch: Watch = {
    options,
    closing: new AbortController(),
    ...{ wakeUp: new WakeUp(), firstTry: new WakeUp() },
    keeper: snapshot === undefined ? noSnapshot : keepSnapshot(snapshot, { current, onProblem }),
    outage: tellOutage(outageWords, onProblem),
    onLoaded,
    cache: new KeyCache(),
    ...{ connected: false, source: 'nowhere', refreshedAt: undefined, failures: 0 },
  };
  return watch;
}

function stateOf({ cache, connected, source, refreshedAt, keeper }: Watch): KeyDirectoryState {
  return { keys: cache.size, connected, source, refreshedAt, snapshot: keeper.state() };
}

/** A database that is there comes first: the snapshot is looked for once it refused, or was silent for a while. */
async function fallBack(watch: Watch): Promise<void> {
  const isTried = (): boolean => watch.failures > 0 || watch.refreshedAt !== undefined;
  await watch.firstTry.wait(isTried, { signal: watch.closing.signal, maxDelayMs: silenceMs });
  if (watch.closing.signal.aborted || watch.refreshedAt !== undefined) return;
  const reading = await watch.keeper.read();
  // The database may have answered meanwhile, and knows better.
  if (reading.kind !== 'read' || watch.source === 'database') return;
  watch.cache.restore(reading.records);
  watch.source = 'snapshot';
  watch.refreshedAt = reading.asOfMs;
  watch.onLoaded();
}

async function follow(watch: Watch): Promise<void> {
  while (!watch.closing.signal.aborted) {
    try {
      await followOnce(watch);
    } catch (error) {
      if (watch.closing.signal.aborted) return;
      watch.failures += 1;
      watch.firstTry.check();
      watch.outage.failed(reasonOf(error));
    }
    watch.connected = false;
    const maxDelayMs = retryDelay(Math.max(watch.failures, 1), Math.random);
    await watch.wakeUp.wait(() => false, { signal: watch.closing.signal, maxDelayMs });
  }
}

/** One connection, from LISTEN to its end. It listens before it reads, so that no change falls between. */
async function followOnce(watch: Watch): Promise<void> {
  // A database that never answers holds up nobody who wants to stop.
  const { signal } = watch.closing;
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
    await untilAborted(client.connect(), signal);
    await untilAborted(client.query('listen smart_router_keys'), signal);
    await untilAborted(loadAll(watch, client), signal);
    for (;;) {
      const bounds = { signal, maxDelayMs: watch.options.pollIntervalMs };
      await watch.wakeUp.wait(() => news.changed || news.broken !== undefined, bounds);
      if (signal.aborted) return;
      if (news.broken !== undefined) throw news.broken;
      news.changed = false;
      const change = await untilAborted(watch.cache.refresh(client), signal);
      watch.refreshedAt = Date.now();
      watch.keeper.confirm(change);
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
  watch.source = 'database';
  watch.refreshedAt = Date.now();
  watch.failures = 0;
  watch.outage.over();
  watch.keeper.confirm('changed');
  watch.firstTry.check();
  watch.onLoaded();
}
