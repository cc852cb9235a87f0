import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { sql } from 'kysely';
import { readConfig } from '@smart-router/config';
import { testDatabase, waitFor } from '@smart-router/dev-services';
import { openLog, openPolicies, policyLog, startGateway, type Gateway } from '@smart-router/gateway';
import { startSimulatedProvider, type SimulatedProvider } from '@smart-router/simulated-provider';
import { createKeyAdmin, migrate, openDatabase, type TokenOrder } from '@smart-router/usage-storage';
import { searchDatabase } from './leaks/search-database.js';
import { laneConfig, type LaneConfigSettings } from './lane-config.js';

/** The key the router shows the simulated provider; callers must never see it. */
export const simulatorKey = 'sk-simulated-upstream-key';

/** A whole router: Postgres, simulated provider, gateway, and an issued token. */
export interface Stack {
  readonly gateway: Gateway;
  /** Stops the gateway before the rest. */
  stopGateway(): Promise<void>;
  readonly provider: SimulatedProvider;
  readonly token: string;
  readonly databaseUrl: string;
  readonly database: ReturnType<typeof openDatabase>;
  /** Issues one more token. */
  issue(settings: TokenSettings): Promise<string>;
  /** Waits until the ledger has so many rows, and returns them oldest first. */
  usageRows(count: number): Promise<readonly UsageRow[]>;
  /** Waits for the rows of a group that was asked once; fails unless there is exactly one. */
  usageRow(group: string): Promise<UsageRow>;
  close(): Promise<void>;
}

/** What a token of these tests may do. */
export interface TokenSettings {
  readonly user: string;
  /** `web` when left out. */
  readonly project?: string;
  readonly allow: readonly string[];
  readonly limits?: TokenOrder['limits'];
  readonly shape?: TokenOrder['shape'];
}

/** A row of `request_usage`, as far as these tests look. */
export type UsageRow = Readonly<Record<string, unknown>>;

/** What a configuration needs to know of a stack under construction. */
export type StackPlaces = Pick<LaneConfigSettings, 'simulatorUrl' | 'spoolDirectory'>;

/** Starts a stack with a group per lane. */
export function startStack(settings: Omit<LaneConfigSettings, keyof StackPlaces> = {}): Promise<Stack> {
  return startStackWith((places) => laneConfig({ ...settings, ...places }));
}

/** What a stack may be started with beside its configuration. */
export interface StackExtras {
  /** The gateway's log goes here, or nowhere. */
  readonly logTo?: { write(line: string): void };
  /** Variables that the configuration names, beside those of the stack. */
  readonly env?: Readonly<Record<string, string>>;
  /** Files that the configuration names, by paths relative to its own. */
  readonly files?: Readonly<Record<string, string>>;
}

/** Starts everything for real, in this process but for Postgres. */
export async function startStackWith(
  configOf: (places: StackPlaces) => string,
  { logTo, env = {}, files = {} }: StackExtras = {},
): Promise<Stack> {
  const provider = await startSimulatedProvider({ key: simulatorKey });
  const { url: databaseUrl, drop } = await testDatabase();
  const directory = mkdtempSync(join(tmpdir(), 'smart-router-'));
  const database = openDatabase(databaseUrl);
  await migrate(database);
  const issued: string[] = [];
  const issueOne = issuer(database);
  const issue: Stack['issue'] = async (settings) => {
    const token = await issueOne(settings);
    issued.push(token);
    return token;
  };
  const token = await issue({ user: 'alice', allow: ['*'] });
  const config = readConfig(configOf({ simulatorUrl: provider.url, spoolDirectory: join(directory, 'spool') }), {
    DATABASE_URL: databaseUrl,
    SIMULATOR_KEY: simulatorKey,
    OWN_TOKEN: token,
    ...env,
  });
  if (!config.ok) throw new Error(config.problems.map((problem) => `${problem.path}: ${problem.message}`).join('\n'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), text);
  }
  const log = logTo === undefined ? openLog('silent') : openLog('info', logTo);
  const opened = await openPolicies(config.catalog, { directory, notes: policyLog(log) });
  if (!opened.ok) throw new Error(opened.problems.map((problem) => `${problem.path}: ${problem.message}`).join('\n'));
  const gateway = await startGateway({ catalog: config.catalog, policies: opened.policies, log });
  await waitFor(async () => (await fetch(`${gateway.url}/readyz`)).ok);
  let stopped: Promise<void> | undefined;
  const stopGateway = (): Promise<void> => (stopped ??= gateway.close());
  return {
    gateway,
    stopGateway,
    provider,
    token,
    databaseUrl,
    database,
    issue,
    usageRows: (count) => readUsage(database, count),
    usageRow: (group) => readGroupUsage(database, group),
    async close() {
      await stopGateway();
      await provider.close();
      const kept = await searchDatabase(database, [simulatorKey, ...issued.map(secretOf)]);
      await database.destroy();
      await drop();
      rmSync(directory, { recursive: true, force: true });
      // Every test of a whole router ends by looking for what no table may hold.
      if (kept.findings.length > 0) throw new Error(`the database holds secrets: ${kept.findings.join('\n')}`);
    },
  };
}

/** The part of a token that nobody but its holder knows. */
const secretOf = (token: string): string => token.slice(token.lastIndexOf('_') + 1);

/** Issues tokens into a migrated database. */
export function issuer(database: ReturnType<typeof openDatabase>): Stack['issue'] {
  const admin = createKeyAdmin(database);
  return async (settings) => {
    const order: TokenOrder = {
      ...{ organization: 'acme', user: settings.user, project: settings.project ?? 'web', environment: 'test' },
      ...{ allow: settings.allow, grants: [], labels: [], expiresAt: undefined, owners: 'create' },
      ...{ limits: settings.limits, shape: settings.shape },
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

async function readGroupUsage(database: ReturnType<typeof openDatabase>, group: string): Promise<UsageRow> {
  const rows = await waitFor(
    async () => {
      const result = await sql<UsageRow>`
        select usage.*, (select count(*)::int from request_attempts as attempt
          where attempt.started_at = usage.started_at and attempt.request_id = usage.request_id) as attempt_rows
        from request_usage as usage where resolved_group = ${group}`.execute(database);
      return result.rows.length > 0 && result.rows;
    },
    { everyMs: 100, what: `the row of ${group}` },
  );
  if (rows.length !== 1 || rows[0] === undefined) throw new Error(`${group} has ${rows.length} rows`);
  return rows[0];
}
