import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testDatabase } from '@smart-router/dev-services';
import { migrate, openDatabase } from '@smart-router/usage-storage';
import { bundleGateway, startGatewayProcess } from '../gateway-process.js';
import { bundleProvider, startProviderProcess, type ProviderProcess } from '../provider-process.js';
import type { SdkAddress } from '../sdk-driver.js';
import { issuer, simulatorKey } from '../start-stack.js';
import { targetConfig, type TestGroup } from '../target-config.js';

/** A gateway, a provider and Postgres, each in a process of its own. */
export interface World {
  readonly address: Pick<SdkAddress, 'url' | 'token'>;
  readonly provider: ProviderProcess;
  readonly database: ReturnType<typeof openDatabase>;
  /** Asks the gateway to finish; resolves with its exit code. */
  stopGateway(): Promise<number | null>;
  close(): Promise<void>;
}

/** On a busy machine nothing may take long enough for a comment, which would turn an error answer into an error event. */
const patient = { keepalive_interval_ms: 60_000 };

/** Starts everything with these groups. */
export async function startWorld(groups: readonly TestGroup[]): Promise<World> {
  await Promise.all([bundleGateway(), bundleProvider()]);
  const folder = mkdtempSync(join(tmpdir(), 'smart-router-scorecard-'));
  const provider = await startProviderProcess(simulatorKey);
  const { url: databaseUrl, drop } = await testDatabase();
  const database = openDatabase(databaseUrl);
  await migrate(database);
  const token = await issuer(database)({ user: 'alice', allow: ['*'] });
  const configFile = join(folder, 'smart-router.yaml');
  const places = { simulatorUrl: provider.url, spoolDirectory: join(folder, 'spool') };
  const host = new URL(provider.url).host;
  writeFileSync(configFile, targetConfig(groups, places, patient).replaceAll('//simulated-provider/', `//${host}/`));
  const env = { PATH: process.env['PATH'] ?? '', DATABASE_URL: databaseUrl, SIMULATOR_KEY: simulatorKey };
  const gateway = await startGatewayProcess({ configFile, env });
  return {
    address: { url: gateway.url, token },
    provider,
    database,
    stopGateway: gateway.stop,
    async close() {
      await gateway.kill();
      await provider.stop();
      await database.destroy();
      await drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
