import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRedis, testDatabase, waitFor, type Service } from '@smart-router/dev-services';
import { migrate, openDatabase } from '@smart-router/usage-storage';
import { bundleGateway, startGatewayProcess, type GatewayProcess } from './gateway-process.js';
import { issuer, simulatorKey, type Stack } from './start-stack.js';

/** Two gateways of one configuration, each a process of the shipped program, which share a database and a Redis of their own. */
export interface TwoGateways {
  readonly gateways: readonly [GatewayProcess, GatewayProcess];
  /** Of both their logs, as far as they hold a word. */
  linesWith(word: string): readonly string[];
  /** The environment of an operator. */
  readonly env: Readonly<Record<string, string>>;
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
  await bundleGateway();
  const env = { DATABASE_URL: postgres.url, REDIS_URL: redis.url, SIMULATOR_KEY: simulatorKey };
  const lines: string[] = [];
  const start = async (name: string): Promise<GatewayProcess> => {
    const state = { redis_url: { env: 'REDIS_URL' }, command_timeout_ms: 3_000 };
    const configFile = join(directory, `${name}.json`);
    writeFileSync(configFile, JSON.stringify({ ...configOf(join(directory, name)), state }));
    const gateway = await startGatewayProcess({ configFile, env, onLine: (line) => lines.push(line) });
    await waitFor(async () => (await fetch(`${gateway.url}/readyz`)).ok, { what: 'the gateway' });
    return gateway;
  };
  const gateways = [await start('one'), await start('two')] as const;
  return {
    ...{ gateways, database, redis, token, issue, env },
    linesWith: (word) => lines.filter((line) => line.includes(word)),
    async close() {
      redis.resume();
      await Promise.all(gateways.map((gateway) => gateway.stop()));
      await database.destroy();
      await Promise.all([postgres.drop(), redis.stop()]);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
