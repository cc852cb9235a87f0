import { Pool } from 'undici';

/** One connection pool per provider origin. */
export interface UpstreamPools {
  poolFor(origin: string, connectMs: number): Pool;
  close(): Promise<void>;
}

/** Idle provider connections are dropped after this: shorter than the common 60–75 s of provider front ends. */
const keepAliveMs = 30_000;

/** Opens pools on demand. Timeouts of a call are the exchange's own, so undici's are off. */
export function openUpstreamPools(): UpstreamPools {
  const pools = new Map<string, Pool>();
  return {
    poolFor(origin, connectMs) {
      const key = `${origin} ${connectMs}`;
      const known = pools.get(key);
      if (known !== undefined) return known;
      const pool = new Pool(origin, {
        connections: null,
        pipelining: 1,
        headersTimeout: 0,
        bodyTimeout: 0,
        keepAliveTimeout: keepAliveMs,
        connect: { timeout: connectMs },
      });
      pools.set(key, pool);
      return pool;
    },
    async close() {
      await Promise.all([...pools.values()].map((pool) => pool.destroy()));
      pools.clear();
    },
  };
}
