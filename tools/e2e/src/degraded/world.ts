import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import {
  freePort,
  slowProxy,
  startPostgres,
  startRedis,
  waitFor,
  type Service,
  type SlowProxy,
} from '@smart-router/dev-services';
import { startSimulatedProvider, type SimulatedProvider } from '@smart-router/simulated-provider';
import { migrate, openDatabase } from '@smart-router/usage-storage';
import { bundleGateway, startGatewayProcess, type GatewayProcess } from '../gateway-process.js';
import { laneDialects } from '../lane-config.js';
import { issuer, simulatorKey, type Stack } from '../start-stack.js';
import { targetConfig } from '../target-config.js';

/** Answers that take long enough for a dependency to go away in their middle. */
const pacedModel = 'sim-ok+tokens-20+pace-5';

/** Servers of a test's own, which it may stop, freeze and slow down. */
export interface World {
  readonly provider: SimulatedProvider;
  readonly postgres: Dependency;
  readonly redis: Dependency;
  /** A folder for spools and snapshots. */
  readonly directory: string;
  readonly token: string;
  issue: Stack['issue'];
  /** Starts a gateway in a process of its own; it listens, whether or not it is ready. */
  startGateway(settings: GatewaySettings): Promise<GatewayProcess>;
  /** How many usage rows each request has. */
  rowCounts(): Promise<ReadonlyMap<string, number>>;
  close(): Promise<void>;
}

/** A server, and a proxy in front of it that can be slow. */
export interface Dependency {
  readonly service: () => Service;
  readonly proxy: SlowProxy;
  stop(): Promise<void>;
  start(): Promise<void>;
}

/** What differs between the gateways of these tests. */
export interface GatewaySettings {
  /** Names its spool and snapshot; gateways of one name succeed one another. */
  readonly name: string;
  /** Whether its connections go through the proxies. Default `direct`. */
  readonly through?: 'direct' | 'proxies';
  /** Options of the spool over the usual ones. */
  readonly spool?: object;
  readonly snapshot?: 'kept' | 'none';
  readonly model?: string;
}

/** Starts everything but a gateway. */
export async function openWorld(): Promise<World> {
  const directory = mkdtempSync(join(tmpdir(), 'smart-router-degraded-'));
  const [provider, postgres, redis] = await Promise.all([
    startSimulatedProvider({ key: simulatorKey }),
    dependency((port) =>
      startPostgres({ directory: join(directory, 'postgres'), durability: 'none', afterwards: 'remove', port }),
    ),
    dependency((port) => startRedis({ directory: join(directory, 'redis'), afterwards: 'remove', port })),
    bundleGateway(),
  ]);
  const withDatabase = async <Answer>(use: (database: ReturnType<typeof openDatabase>) => Promise<Answer>) => {
    const database = openDatabase(postgres.service().url, { maxConnections: 1 });
    return use(database).finally(() => database.destroy());
  };
  const issue: World['issue'] = (settings) => withDatabase((database) => issuer(database)(settings));
  await withDatabase(migrate);
  const gateways: GatewayProcess[] = [];
  return {
    ...{ provider, postgres, redis, directory, issue },
    token: await issue({ user: 'alice', allow: ['*'] }),
    async startGateway(settings) {
      const configFile = join(directory, `${settings.name}.json`);
      writeFileSync(configFile, configOf(settings, { simulatorUrl: provider.url, directory }));
      const gateway = await startGatewayProcess({ configFile, env: envOf(settings, { postgres, redis }) });
      gateways.push(gateway);
      return gateway;
    },
    rowCounts: () => withDatabase(rowCounts),
    async close() {
      [postgres, redis].forEach((each) => each.service().resume());
      await Promise.all(gateways.map((gateway) => gateway.kill()));
      [postgres, redis].forEach((each) => each.proxy.close());
      await Promise.all([provider.close(), postgres.stop(), redis.stop()]);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function dependency(startAt: (port: number) => Promise<Service>): Promise<Dependency> {
  const port = await freePort();
  let service = await startAt(port);
  return {
    service: () => service,
    proxy: await slowProxy(port),
    stop: () => service.stop(),
    async start() {
      service = await startAt(port);
    },
  };
}

function configOf(
  { name, spool, snapshot, model = pacedModel }: GatewaySettings,
  { simulatorUrl, directory }: { readonly simulatorUrl: string; readonly directory: string },
): string {
  const spoolDirectory = join(directory, `${name}-spool`);
  const groups = laneDialects.map((dialect) => ({ name: dialect, targets: [{ dialect, model }] }));
  const server = { admin_listen: '127.0.0.1:0', drain_timeout_ms: 10_000 };
  const config = JSON.parse(targetConfig(groups, { simulatorUrl, spoolDirectory }, server)) as object; // our own text
  const file = join(directory, `${name}.snapshot`);
  return JSON.stringify({
    ...config,
    state: { redis_url: { env: 'REDIS_URL' } },
    storage: {
      database_url: { env: 'DATABASE_URL' },
      spool: { directory: spoolDirectory, ...spool },
      ...(snapshot === 'none' ? {} : { key_snapshot: { file, encryption_key: { env: 'SNAPSHOT_KEY' } } }),
    },
  });
}

function envOf({ through }: GatewaySettings, servers: Pick<World, 'postgres' | 'redis'>) {
  const urlOf = ({ service, proxy }: Dependency): string => {
    const url = new URL(service().url);
    if (through === 'proxies') url.port = String(proxy.port);
    return url.href;
  };
  const urls = { DATABASE_URL: urlOf(servers.postgres), REDIS_URL: urlOf(servers.redis) };
  return { ...urls, SIMULATOR_KEY: simulatorKey, SNAPSHOT_KEY: 'a-word-of-these-tests' };
}

async function rowCounts(database: ReturnType<typeof openDatabase>): Promise<ReadonlyMap<string, number>> {
  const result = await sql<{ request_id: string; rows: number }>`
    select request_id, count(*)::int as rows from request_usage group by request_id`.execute(database);
  return new Map(result.rows.map((row) => [row.request_id, row.rows]));
}

/** Waits until each of these requests has its row, and fails when any request has two. */
export async function expectOneRowEach(world: World, requestIds: readonly (string | undefined)[]): Promise<void> {
  expect(requestIds).not.toContain(undefined);
  const counts = await waitFor(
    async () => {
      const found = await world.rowCounts().catch(() => undefined); // a server that was away may still be slow
      return found !== undefined && requestIds.every((id) => found.has(id ?? '')) && found;
    },
    { timeoutMs: 90_000, everyMs: 200, what: `${requestIds.length} requests to have their rows` },
  );
  expect([...counts].filter(([, count]) => count !== 1)).toEqual([]);
}
