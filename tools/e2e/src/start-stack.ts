import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { readConfig } from '@smart-router/config';
import { testDatabase, waitFor } from '@smart-router/dev-services';
import { openLog, startGateway, type Gateway } from '@smart-router/gateway';
import { startSimulatedProvider, type SimulatedProvider } from '@smart-router/simulated-provider';
import { createKeyAdmin, migrate, openDatabase, type TokenOrder } from '@smart-router/usage-storage';
import { laneConfig, type LaneConfigSettings } from './lane-config.js';

/** The key the router shows the simulated provider; callers must never see it. */
export const simulatorKey = 'sk-simulated-upstream-key';

/** A whole router: Postgres, simulated provider, gateway, and an issued token. */
export interface Stack {
  readonly gateway: Gateway;
  readonly provider: SimulatedProvider;
  readonly token: string;
  readonly databaseUrl: string;
  readonly database: ReturnType<typeof openDatabase>;
  /** Issues one more token. */
  issue(settings: TokenSettings): Promise<string>;
  /** Waits until the ledger has so many rows, and returns them oldest first. */
  usageRows(count: number): Promise<readonly UsageRow[]>;
  close(): Promise<void>;
}

/** What a token of these tests may do. */
export interface TokenSettings {
  readonly user: string;
  readonly allow: readonly string[];
  readonly limits?: { readonly rpm?: number; readonly tpm?: number; readonly concurrent?: number };
}

/** A row of `request_usage`, as far as these tests look. */
export type UsageRow = Readonly<Record<string, unknown>>;

/** Starts everything for real, in this process but for Postgres. */
export async function startStack(
  settings: Omit<LaneConfigSettings, 'simulatorUrl' | 'spoolDirectory'> = {},
): Promise<Stack> {
  const provider = await startSimulatedProvider({ key: simulatorKey });
  const { url: databaseUrl, drop } = await testDatabase();
  const directory = mkdtempSync(join(tmpdir(), 'smart-router-'));
  const database = openDatabase(databaseUrl);
  await migrate(database);
  const issue = issuer(database);
  const token = await issue({ user: 'alice', allow: ['*'] });
  const config = readConfig(
    laneConfig({ ...settings, simulatorUrl: provider.url, spoolDirectory: join(directory, 'spool') }),
    {
      DATABASE_URL: databaseUrl,
      SIMULATOR_KEY: simulatorKey,
    },
  );
  if (!config.ok) throw new Error(config.problems.map((problem) => `${problem.path}: ${problem.message}`).join('\n'));
  const gateway = await startGateway({ catalog: config.catalog, log: openLog('silent') });
  await waitFor(async () => (await fetch(`${gateway.url}/readyz`)).ok);
  return {
    gateway,
    provider,
    token,
    databaseUrl,
    database,
    issue,
    usageRows: (count) => readUsage(database, count),
    async close() {
      await gateway.close();
      await provider.close();
      await database.destroy();
      await drop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function issuer(database: ReturnType<typeof openDatabase>): Stack['issue'] {
  const admin = createKeyAdmin(database);
  return async (settings) => {
    const order: TokenOrder = {
      ...{ organization: 'acme', user: settings.user, project: 'web', environment: 'test', allow: settings.allow },
      ...{ grants: [], labels: [], expiresAt: undefined, limits: settings.limits, shape: undefined, owners: 'create' },
    };
    const issued = await admin.issue(order, { actor: 'e2e' });
    if (!issued.ok) throw new Error(issued.fault.message);
    return issued.value.token;
  };
}

async function readUsage(database: ReturnType<typeof openDatabase>, count: number): Promise<readonly UsageRow[]> {
  let rows: readonly UsageRow[] = [];
  await waitFor(async () => {
    const result = await sql<UsageRow>`select * from request_usage order by started_at, writer_seq`.execute(database);
    rows = result.rows;
    return rows.length >= count;
  });
  return rows;
}
