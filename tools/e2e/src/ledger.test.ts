import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { freePort, startPostgres, waitFor, type Service } from '@smart-router/dev-services';
import { startSimulatedProvider, type SimulatedProvider } from '@smart-router/simulated-provider';
import { migrate, openDatabase } from '@smart-router/usage-storage';
import { bundleGateway, program, startGatewayProcess, type GatewayProcess } from './gateway-process.js';
import { groupFor, laneConfig } from './lane-config.js';
import { startLoad, type Sighting } from './load.js';
import { issuer, simulatorKey } from './start-stack.js';

/** Answers that take long enough to be caught midway. */
const pacedModel = 'sim-ok+tokens-20+pace-5';

const startLimitMs = 60_000;
const testLimitMs = 120_000;

/** Longer than the writer's longest pause between two tries. */
const catchUpMs = 20_000;

let provider: SimulatedProvider;
let postgres: Service;
let gateway: GatewayProcess;
let token: string;
const directory = mkdtempSync(join(tmpdir(), 'smart-router-ledger-'));
const configFile = join(directory, 'smart-router.json');
const postgresOptions = { directory: join(directory, 'postgres'), durability: 'none' } as const;

beforeAll(async () => {
  const port = await freePort();
  [provider, postgres] = await Promise.all([
    startSimulatedProvider({ key: simulatorKey }),
    startPostgres({ ...postgresOptions, port }),
    bundleGateway(),
  ]);
  const settings = {
    simulatorUrl: provider.url,
    spoolDirectory: join(directory, 'spool'),
    models: [pacedModel],
  };
  writeFileSync(configFile, laneConfig(settings));
  await withDatabase(async (database) => {
    await migrate(database);
    token = await issuer(database)({ user: 'alice', allow: ['*'] });
  });
  gateway = await startReadyGateway();
}, startLimitMs);

afterAll(async () => {
  // a start that failed leaves some of them undefined
  await (gateway as GatewayProcess | undefined)?.stop();
  await (provider as SimulatedProvider | undefined)?.close();
  await (postgres as Service | undefined)?.stop();
  rmSync(directory, { recursive: true, force: true });
});

it(
  'a gateway killed under load loses no request that was answered, and counts none twice',
  async () => {
    const sightings: Sighting[] = [];
    for (const killAfterMs of [700, 1100, 1500]) {
      const load = startLoad({ ...callers, callers: 24, restMs: 1 });
      await sleep(killAfterMs);
      await waitFor(() => load.answered() > 20, { what: 'answers' });
      await gateway.kill();
      sightings.push(...(await load.stop()));
      gateway = await startReadyGateway();
    }
    expect(sightings.filter(({ answered }) => answered).length).toBeGreaterThan(60);
    expect(sightings.some(({ answered, requestId }) => !answered && requestId !== undefined)).toBe(true);
    await expectOneRowEach(sightings.filter(({ answered }) => answered));
    expect(await proof()).toMatchObject({ whole: true, writers: 3, gaps: [] });
  },
  testLimitMs,
);

it(
  'no request fails while Postgres is stopped for half a minute or paused, and every one has its row afterwards',
  async () => {
    const load = startLoad({ ...callers, callers: 10, restMs: 150 });
    await sleep(1000);
    await postgres.stop();
    await sleep(30_000);
    postgres = await startPostgres({ ...postgresOptions, port: postgres.port });
    await sleep(2000);
    postgres.pause();
    await sleep(6000);
    postgres.resume();
    await waitFor(() => load.answered() > 500, { what: 'a load that shows something' });
    const sightings = await load.stop();
    expect(sightings.filter(({ answered }) => !answered)).toEqual([]);
    await expectOneRowEach(sightings);
    expect(await proof()).toMatchObject({ whole: true, gaps: [], rejected: 0 });
  },
  testLimitMs,
);

const callers = {
  url: () => gateway.url,
  get token() {
    return token;
  },
  groupOf: (dialect: Parameters<typeof groupFor>[0]) => groupFor(dialect, pacedModel),
};

async function startReadyGateway(): Promise<GatewayProcess> {
  const env = { DATABASE_URL: postgres.url, SIMULATOR_KEY: simulatorKey };
  const started = await startGatewayProcess({ configFile, env });
  await waitFor(async () => (await fetch(`${started.url}/readyz`)).ok, { what: 'the gateway to be ready' });
  return started;
}

/** Every one of these has exactly one row, and no request at all has two. */
async function expectOneRowEach(sightings: readonly Sighting[]): Promise<void> {
  const expected = sightings.map(({ requestId }) => requestId);
  expect(expected).not.toContain(undefined);
  await withDatabase(async (database) => {
    const deadline = Date.now() + catchUpMs;
    let counts = await rowCounts(database).catch(() => undefined); // a server that was just paused may be slow to answer
    const missing = () => expected.filter((requestId) => counts?.has(requestId ?? '') !== true);
    while (missing().length > 0 && Date.now() < deadline) {
      await sleep(200);
      counts = await rowCounts(database).catch(() => undefined);
    }
    counts ??= await rowCounts(database);
    expect(missing()).toEqual([]);
    expect([...counts].filter(([, count]) => count !== 1)).toEqual([]);
  });
}

/** What the operator's command says of the same ledger; it fails when it finds anything missing. */
async function proof(): Promise<unknown> {
  const words = ['ledger', 'verify', '--config', configFile, '--format', 'json'];
  const env = { DATABASE_URL: postgres.url, SIMULATOR_KEY: simulatorKey };
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...words], { env });
  return JSON.parse(stdout);
}

type Database = ReturnType<typeof openDatabase>;

async function rowCounts(database: Database): Promise<Map<string, number>> {
  const result = await sql<{ request_id: string; rows: number }>`
    select request_id, count(*)::int as rows from request_usage group by request_id`.execute(database);
  return new Map(result.rows.map((row) => [row.request_id, row.rows]));
}

async function withDatabase(use: (database: Database) => Promise<void>): Promise<void> {
  const database = openDatabase(postgres.url);
  try {
    await use(database);
  } finally {
    await database.destroy();
  }
}
