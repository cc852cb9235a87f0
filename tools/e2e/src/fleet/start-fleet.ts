import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { startPostgres, startRedis, waitFor } from '@smart-router/dev-services';
import type { ProviderSighting } from '@smart-router/simulated-provider';
import { createKeyAdmin, migrate, openDatabase, type TokenOrder } from '@smart-router/usage-storage';
import { startGatewayProcess, type GatewayProcess } from '../gateway-process.js';
import { workspaceRoot } from '../workspace-root.js';
import type { Crew } from './crews.js';
import { fleetConfig, type FleetConfigSettings } from './fleet-config.js';
import { readRows } from './read-rows.js';
import type { StoredRow } from './sightings.js';
import { credentialKeys } from './upstreams.js';

/** One gateway process of a fleet. */
export interface Replica {
  readonly index: number;
  readonly url: string;
  /** When it was killed; `undefined` while it lives. */
  readonly killedAtMs: number | undefined;
}

/** Gateways over one Redis and one Postgres, with the provider they ask, every one a process of its own. */
export interface Fleet {
  /** Those that live now. */
  living(): readonly Replica[];
  /** Replicas that were killed, whether or not another runs in their place. */
  killed(): readonly Replica[];
  /** Issues a token each; resolves once every replica knows them. */
  issue(crews: readonly Pick<Crew, 'name' | 'limits' | 'shape'>[]): Promise<readonly string[]>;
  /** Ends a replica as a power cut would. */
  kill(index: number): Promise<void>;
  /** Starts another in the place of a killed one; what that had not stored is adopted. */
  restart(index: number): Promise<void>;
  /** What the replicas warned of. */
  warnings(): readonly string[];
  /** Lets the replicas finish; resolves with their exit codes once all usage they can store is stored. */
  finish(): Promise<readonly (number | null)[]>;
  rows(): Promise<readonly StoredRow[]>;
  /** What the provider saw. */
  arrivals(): readonly ProviderSighting[];
  close(): Promise<void>;
}

const size = 3;

/** A busy machine takes its time. */
const slowStart = { timeoutMs: 60_000 } as const;

/** Pino's levels from `warn` on. */
const warns = /"level":[456]0/;

/** Starts everything; the programs must be bundled. */
export async function startFleet(state: FleetConfigSettings['state']): Promise<Fleet> {
  const directory = mkdtempSync(join(tmpdir(), 'smart-router-fleet-'));
  const sightingsFile = join(directory, 'sightings.jsonl');
  const [postgres, redis, provider] = await Promise.all([
    startPostgres({ directory: join(directory, 'postgres'), durability: 'none' }),
    startRedis({ directory: join(directory, 'redis') }),
    startProvider(sightingsFile),
  ]);
  const database = openDatabase(postgres.url);
  await migrate(database);
  const configFile = join(directory, 'smart-router.json');
  writeFileSync(
    configFile,
    fleetConfig({ simulatorUrl: provider.url, spoolDirectory: join(directory, 'spool'), state }),
  );
  const env = {
    ...{ DATABASE_URL: postgres.url, REDIS_URL: redis.url },
    ...{ SIMULATOR_KEY_ONE: credentialKeys.one, SIMULATOR_KEY_TWO: credentialKeys.two },
  };
  const warnings: string[] = [];
  const noteWarning = (index: number, line: string): void => {
    if (warns.test(line)) warnings.push(`replica ${index}: ${line}`);
  };
  const replicas: (Replica & { readonly process: GatewayProcess })[] = [];
  const start = async (index: number): Promise<void> => {
    const process = await startGatewayProcess({ configFile, env, onLine: (line) => noteWarning(index, line) });
    const what = `replica ${index} to be ready`;
    await waitFor(async () => (await degradedAt(process.url))?.length === 0, { ...slowStart, what });
    replicas.push({ index, url: process.url, killedAtMs: undefined, process });
  };
  await Promise.all(Array.from({ length: size }, (_, index) => start(index)));

  const living = () => replicas.filter(({ killedAtMs }) => killedAtMs === undefined);
  return {
    living,
    killed: () => replicas.filter(({ killedAtMs }) => killedAtMs !== undefined),
    async issue(orders) {
      const tokens: string[] = [];
      for (const order of orders) tokens.push(await issueTo(database, order));
      const [last = ''] = tokens.slice(-1);
      // Keys arrive in the order they were made.
      await Promise.all(
        living().map(({ url }) => waitFor(() => knows(url, last), { ...slowStart, what: 'the tokens' })),
      );
      return tokens;
    },
    async kill(index) {
      const at = replicas.findIndex((replica) => replica.index === index && replica.killedAtMs === undefined);
      const replica = replicas[at];
      if (replica === undefined) throw new Error(`replica ${index} should be alive`);
      // From before the kill on nobody asks it any more.
      replicas[at] = { ...replica, killedAtMs: Date.now() };
      await replica.process.kill();
    },
    restart: start,
    warnings: () => warnings,
    finish: () => Promise.all(living().map(({ process }) => process.stop())),
    rows: () => readRows(database),
    arrivals: () => readArrivals(sightingsFile),
    async close() {
      await Promise.all(living().map(({ process }) => process.kill()));
      await provider.stop();
      await database.destroy();
      await Promise.all([postgres.stop(), redis.stop()]);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function knows(url: string, token: string): Promise<boolean> {
  const response = await fetch(`${url}/v1/models`, { headers: { authorization: `Bearer ${token}` } });
  await response.text();
  return response.ok;
}

/** What a replica says it misses; `undefined` when it is not ready. */
async function degradedAt(url: string): Promise<readonly string[] | undefined> {
  const response = await fetch(`${url}/readyz`);
  const { degraded } = (await response.json()) as { degraded: readonly string[] }; // the body of our own probe
  return response.ok ? degraded : undefined;
}

async function issueTo(
  database: ReturnType<typeof openDatabase>,
  { name, limits, shape }: Pick<Crew, 'name' | 'limits' | 'shape'>,
): Promise<string> {
  const order: TokenOrder = {
    ...{
      organization: 'acme',
      user: name,
      project: 'fleet',
      environment: 'test',
      allow: ['*'],
      grants: [],
      labels: [],
    },
    ...{ expiresAt: undefined, limits, shape, owners: 'create' },
  };
  const issued = await createKeyAdmin(database).issue(order, { actor: 'fleet' });
  if (!issued.ok) throw new Error(issued.fault.message);
  return issued.value.token;
}

interface Provider {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts the bundled simulated provider on a free port. */
async function startProvider(sightingsFile: string): Promise<Provider> {
  const program = join(workspaceRoot, 'tools/simulated-provider/dist/simulated-provider.mjs');
  const child = spawn(process.execPath, [program, '--port', '0', '--sightings', sightingsFile], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = await firstUrl(child);
  return {
    url,
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

function firstUrl(child: ChildProcess): Promise<string> {
  const { stdout } = child;
  if (stdout === null) throw new Error('the provider was started without a pipe');
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the simulated provider ended with ${code}`)));
    createInterface({ input: stdout }).once('line', (line) => resolve(line.split(' ').at(-1) ?? ''));
  });
}

function readArrivals(file: string): readonly ProviderSighting[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  return lines.filter(Boolean).map((line) => JSON.parse(line) as ProviderSighting); // the provider writes nothing else
}
