import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnvironment } from '../env.js';
import { startPostgres } from '../postgres/start-postgres.js';
import type { Service } from '../process/service.js';
import { startRedis } from '../redis/start-redis.js';

/** The services a test run may ask for. */
export type ServiceName = 'postgres' | 'redis';

/** One of each service for a whole run, started when the first test asks. */
export interface TestServices {
  urlOf(name: ServiceName): Promise<string>;
  stop(): Promise<void>;
}

/** Opens the set; nothing is started yet. Servers of your own (`DATABASE_URL`, `REDIS_URL`) win. */
export function openTestServices(): TestServices {
  const started = new Map<ServiceName, Promise<Started>>();
  const start = (name: ServiceName) => {
    const service = starters[name]();
    started.set(name, service);
    service.catch(() => started.delete(name)); // the next test may try again
    return service;
  };
  return {
    urlOf: async (name) => ownUrl(name) ?? (await (started.get(name) ?? start(name))).service.url,
    async stop() {
      const all = await Promise.allSettled([...started.values()]);
      started.clear();
      await Promise.all(all.flatMap((each) => (each.status === 'fulfilled' ? [end(each.value)] : [])));
    },
  };
}

const starters: Readonly<Record<ServiceName, () => Promise<Started>>> = {
  postgres: () =>
    inFreshDirectory('postgres', (directory) =>
      startPostgres({
        directory,
        durability: 'none',
        afterwards: 'remove',
        // Two workers with a few pools each; and a pool a test forgets should not starve the next one.
        settings: { max_connections: '300' },
      }),
    ),
  redis: () => inFreshDirectory('redis', (directory) => startRedis({ directory, afterwards: 'remove' })),
};

interface Started {
  readonly service: Service;
  readonly directory: string;
}

async function inFreshDirectory(name: string, start: (directory: string) => Promise<Service>): Promise<Started> {
  const directory = await mkdtemp(join(tmpdir(), `smart-router-test-${name}-`));
  return { service: await start(directory), directory };
}

async function end({ service, directory }: Started): Promise<void> {
  await service.stop();
  await rm(directory, { recursive: true, force: true });
}

function ownUrl(name: ServiceName): string | undefined {
  const { databaseUrl, redisUrl } = readEnvironment();
  return name === 'postgres' ? databaseUrl : redisUrl;
}
