import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '@smart-router/config';
import { startRedis, testDatabase, waitFor, type Service } from '@smart-router/dev-services';
import { openLog, startGateway, type Gateway } from '@smart-router/gateway';
import { migrate, openDatabase } from '@smart-router/usage-storage';
import { issuer, simulatorKey, type Stack } from './start-stack.js';

/** Two gateways of one configuration, which share a database and a Redis of their own. */
export interface TwoGateways {
  readonly gateways: readonly [Gateway, Gateway];
  readonly database: ReturnType<typeof openDatabase>;
  readonly redis: Service;
  /** Of somebody who may use every group. */
  readonly token: string;
  readonly issue: Stack['issue'];
  close(): Promise<void>;
}

/** Starts them. `configOf` tells the configuration by where a gateway keeps its spool, beside its state and storage. */
export async function startTwoGateways(configOf: (spoolDirectory: string) => object): Promise<TwoGateways> {
  const directory = mkdtempSync(join(tmpdir(), 'smart-router-two-'));
  const [postgres, redis] = await Promise.all([testDatabase(), startRedis({ directory: join(directory, 'redis') })]);
  const database = openDatabase(postgres.url);
  await migrate(database);
  const issue = issuer(database);
  const token = await issue({ user: 'alice', allow: ['*'] });
  const start = async (name: string): Promise<Gateway> => {
    const state = { redis_url: { env: 'REDIS_URL' }, command_timeout_ms: 1_000 };
    const read = readConfig(JSON.stringify({ ...configOf(join(directory, name)), state }), {
      ...{ DATABASE_URL: postgres.url, REDIS_URL: redis.url, SIMULATOR_KEY: simulatorKey },
    });
    if (!read.ok) throw new Error(read.problems.map(({ path, message }) => `${path}: ${message}`).join('\n'));
    const gateway = await startGateway({ catalog: read.catalog, log: openLog('silent') });
    await waitFor(async () => (await fetch(`${gateway.url}/readyz`)).ok, { what: 'the gateway' });
    return gateway;
  };
  const gateways = [await start('one'), await start('two')] as const;
  return {
    ...{ gateways, database, redis, token, issue },
    async close() {
      redis.resume();
      await Promise.all(gateways.map((gateway) => gateway.close()));
      await database.destroy();
      await Promise.all([postgres.drop(), redis.stop()]);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
