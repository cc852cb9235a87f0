import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { readConfig } from '@smart-router/config';
import type { CallerLimits } from '@smart-router/core';
import { freePort, startPostgres, startRedis, waitFor, type Service } from '@smart-router/dev-services';
import { openLog, startGateway, type Gateway } from '@smart-router/gateway';
import { startSimulatedProvider } from '@smart-router/simulated-provider';
import { migrate, openDatabase } from '@smart-router/usage-storage';
import { issuer, simulatorKey } from './start-stack.js';
import { targetConfig } from './target-config.js';

/** Gateways over a Postgres and a Redis of their own, which may be paused and stopped. */
export interface QuotaStack {
  /** Where the servers keep their files. */
  readonly directory: string;
  readonly postgres: Service;
  redis: Service;
  /** Starts a gateway; `name` is its spool, so that one started again finds what it left. */
  gateway(name: string, state: 'redis' | 'memory'): Promise<Gateway>;
  stop(gateway: Gateway): Promise<void>;
  /** A token that the gateways know. */
  issue(limits: CallerLimits, gateways: readonly Gateway[]): Promise<string>;
  /** What the rows of a key say was counted. */
  counted(keyId: string): Promise<{ readonly requests: number; readonly tokens: number }>;
  close(): Promise<void>;
}

/** Starts the servers; no gateway yet. */
export async function startQuotaStack(): Promise<QuotaStack> {
  const directory = mkdtempSync(join(tmpdir(), 'smart-router-quotas-'));
  const [provider, postgres, redis] = await Promise.all([
    startSimulatedProvider({ key: simulatorKey }),
    startPostgres({ directory: join(directory, 'postgres'), durability: 'none' }),
    startRedis({ directory: join(directory, 'redis'), port: await freePort() }),
  ]);
  const database = openDatabase(postgres.url);
  await migrate(database);
  const gateways = new Set<Gateway>();
  const issue = issuer(database);
  let users = 0;
  const stack: QuotaStack = {
    directory,
    postgres,
    redis,
    async gateway(name, state) {
      const places = { simulatorUrl: provider.url, spoolDirectory: join(directory, name) };
      const targets = [{ dialect: 'openai-chat', model: 'sim-ok+tokens-20' }] as const;
      // Our own configuration, as text.
      const config = JSON.parse(targetConfig([{ name: 'plain', targets }], places)) as object;
      const shared = { state: { redis_url: { env: 'REDIS_URL' }, command_timeout_ms: 1000 } };
      const read = readConfig(JSON.stringify({ ...config, ...(state === 'redis' ? shared : {}) }), {
        ...{ DATABASE_URL: postgres.url, REDIS_URL: redis.url, SIMULATOR_KEY: simulatorKey },
      });
      if (!read.ok) throw new Error(read.problems.map(({ path, message }) => `${path}: ${message}`).join('\n'));
      const gateway = await startGateway({ catalog: read.catalog, log: openLog('silent') });
      gateways.add(gateway);
      await waitFor(() => isReady(gateway), { what: 'the gateway', timeoutMs: 60_000 });
      return gateway;
    },
    async stop(gateway) {
      gateways.delete(gateway);
      await gateway.close();
    },
    async issue(limits, knowing) {
      const token = await issue({ user: `user-${(users += 1)}`, allow: ['*'], limits });
      const headers = { authorization: `Bearer ${token}` };
      for (const { url } of knowing) {
        await waitFor(async () => (await fetch(`${url}/v1/models`, { headers })).ok, { what: 'the token' });
      }
      return token;
    },
    async counted(keyId) {
      const { rows } = await sql<{ requests: number; tokens: number }>`
        select count(admitted_at)::int as requests, coalesce(sum(counted_tokens), 0)::int as tokens
        from request_usage where key_id = ${keyId}`.execute(database);
      return rows[0] ?? { requests: 0, tokens: 0 };
    },
    async close() {
      postgres.resume();
      stack.redis.resume();
      await Promise.all([...gateways].map((gateway) => gateway.close()));
      await provider.close();
      await database.destroy();
      await Promise.all([postgres.stop(), stack.redis.stop()]);
      rmSync(directory, { recursive: true, force: true });
    },
  };
  return stack;
}

/** Whether it serves, with all it depends on. */
export async function isReady({ url }: Gateway): Promise<boolean> {
  const answer = await fetch(`${url}/readyz`);
  const { degraded } = (await answer.json()) as { degraded: readonly string[] }; // the body of our own probe
  return answer.ok && degraded.length === 0;
}
