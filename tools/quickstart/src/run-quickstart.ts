import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { readConfig, type Catalog } from '@smart-router/config';
import { startPostgres } from '@smart-router/dev-services';
import { openLog, startGateway, type Gateway } from '@smart-router/gateway';
import { startSimulatedProvider } from '@smart-router/simulated-provider';
import { createKeyAdmin, migrate, openDatabase, type TokenOrder } from '@smart-router/usage-storage';
import { claimPort } from './claim-port.js';
import { closeAll, type Closer } from './close-all.js';
import { greeting } from './greeting.js';
import { prepareDataFolder } from './prepare-data-folder.js';
import { quickstartConfig, quickstartGroups } from './quickstart-config.js';
import { startQuickstartReports } from './start-quickstart-reports.js';

/** What the quickstart is told. */
export interface QuickstartOptions {
  readonly port: number;
  readonly reportsPort: number;
  readonly dataDirectory: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** A quickstart that answers. */
export interface RunningQuickstart {
  readonly greeting: string;
  close(): Promise<void>;
}

/** Brings up everything of one smart-router; what was already up is closed again when a later part fails. */
export async function runQuickstart(options: QuickstartOptions): Promise<RunningQuickstart> {
  const closers: Closer[] = [];
  try {
    return await bringUp(options, closers);
  } catch (error) {
    await closeAll(closers);
    throw error;
  }
}

async function bringUp(options: QuickstartOptions, closers: Closer[]): Promise<RunningQuickstart> {
  await claimPort('--port', options.port);
  await claimPort('--reports-port', options.reportsPort);
  const dataDirectory = resolve(options.dataDirectory);
  await prepareDataFolder(dataDirectory);
  const databaseUrl = await openQuickstartDatabase(options, dataDirectory, closers);
  const simulatorKey = `sk-simulated-${randomBytes(12).toString('hex')}`;
  const provider = await startSimulatedProvider({ key: simulatorKey });
  closers.push(() => provider.close());
  const token = await prepareDatabase(databaseUrl);
  const { catalog, groups } = await writeConfig(options, {
    dataDirectory,
    databaseUrl,
    simulatorUrl: provider.url,
    simulatorKey,
  });
  const gateway = await startGateway({ catalog, log: openLog(options.env['LOG_LEVEL'] ?? 'warn') });
  closers.push(() => gateway.close());
  await untilReady(gateway);
  const reports = await startQuickstartReports(options, { dataDirectory, databaseUrl });
  closers.push(() => reports.close());
  const file = join(dataDirectory, 'quickstart.json');
  const facts = {
    ...{ base_url: gateway.url, token, model: 'default', groups, reports: reports.facts, simulator_key: simulatorKey },
    // One that was given is known to whoever gave it, and its password is not ours to keep.
    ...(options.env['DATABASE_URL'] === undefined && { database_url: databaseUrl }),
  };
  await writeFile(file, `${JSON.stringify(facts, null, 2)}\n`, { mode: 0o600 });
  const told = greeting({ url: gateway.url, token, groups, file, reports: reports.facts });
  return { greeting: told, close: () => closeAll(closers) };
}

/** `DATABASE_URL` wins; else a Postgres of our own, inside the data folder. */
async function openQuickstartDatabase(
  options: QuickstartOptions,
  dataDirectory: string,
  closers: Closer[],
): Promise<string> {
  const given = options.env['DATABASE_URL'];
  if (given !== undefined) return given;
  const postgres = await startPostgres({ directory: join(dataDirectory, 'postgres') });
  closers.push(() => postgres.stop());
  return postgres.url;
}

async function prepareDatabase(databaseUrl: string): Promise<string> {
  const database = openDatabase(databaseUrl);
  try {
    await migrate(database);
    const order: TokenOrder = {
      ...{ organization: 'quickstart', user: 'newcomer', project: 'quickstart', environment: 'local' },
      ...{ allow: ['*'], grants: ['metrics'], labels: [], expiresAt: undefined, limits: undefined, shape: undefined },
      owners: 'create',
    };
    const issued = await createKeyAdmin(database).issue(order, { actor: 'quickstart' });
    if (!issued.ok) throw new Error(issued.fault.message);
    return issued.value.token;
  } finally {
    await database.destroy();
  }
}

async function writeConfig(
  options: QuickstartOptions,
  parts: {
    readonly dataDirectory: string;
    readonly databaseUrl: string;
    readonly simulatorUrl: string;
    readonly simulatorKey: string;
  },
): Promise<{ readonly catalog: Catalog; readonly groups: readonly string[] }> {
  const keys = {
    openaiKey: options.env['OPENAI_API_KEY'] !== undefined,
    anthropicKey: options.env['ANTHROPIC_API_KEY'] !== undefined,
  };
  const text = quickstartConfig({
    ...keys,
    port: options.port,
    dataDirectory: parts.dataDirectory,
    simulatorUrl: parts.simulatorUrl,
  });
  await writeFile(join(parts.dataDirectory, 'smart-router.yaml'), text);
  const reading = readConfig(text, {
    ...options.env,
    DATABASE_URL: parts.databaseUrl,
    SIMULATOR_KEY: parts.simulatorKey,
  });
  if (!reading.ok) throw new Error(reading.problems.map((problem) => `${problem.path}: ${problem.message}`).join('; '));
  return { catalog: reading.catalog, groups: quickstartGroups(keys) };
}

async function untilReady(gateway: Gateway): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    const answer = await fetch(`${gateway.url}/readyz`);
    if (answer.ok) return;
    await new Promise((next) => setTimeout(next, 50));
  }
  throw new Error('the gateway did not become ready within 10 s');
}
