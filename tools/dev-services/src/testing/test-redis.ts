import { Redis } from 'ioredis';
import { serviceUrl } from './service-url.js';

/** A numbered Redis database of one test's own. Scripts and server settings are shared: do not call FLUSHALL. */
export interface TestRedis {
  readonly url: string;
  /** Empties it. */
  drop(): Promise<void>;
}

const counter = 'smart-router:test-databases';

/** Hands out the next numbered database, emptied, of the run's one Redis server (or the one of `REDIS_URL`). */
export async function testRedis(): Promise<TestRedis> {
  const url = new URL(await serviceUrl('redis'));
  url.pathname = `/${await nextDatabase(url.href)}`;
  const drop = () => withRedis(url.href, async (redis) => void (await redis.flushdb()));
  await drop();
  return { url: url.href, drop };
}

/** Counts in database 0, so that workers never share one; the others are used in turn. */
async function nextDatabase(url: string): Promise<number> {
  return withRedis(url, async (redis) => {
    const [, databases] = (await redis.config('GET', 'databases')) as [string, string]; // one name, one value
    return 1 + ((await redis.incr(counter)) % (Number(databases) - 1));
  });
}

async function withRedis<Answer>(url: string, use: (redis: Redis) => Promise<Answer>): Promise<Answer> {
  const redis = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 1, commandTimeout: 5000 });
  redis.on('error', () => undefined); // the command itself fails and tells
  try {
    await redis.connect();
    return await use(redis);
  } finally {
    redis.disconnect();
  }
}
