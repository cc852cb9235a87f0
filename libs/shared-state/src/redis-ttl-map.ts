import type { TtlMap } from '@smart-router/core';
import { createBatch } from './batch.js';
import type { RedisLink } from './redis-link.js';
import { scripts } from './scripts.js';

interface Entry {
  readonly key: string;
  readonly value: string;
  readonly ttlMs: number;
}

/** A map with expiry in Redis. What is remembered or recalled at the same time goes in one trip each. */
export function createRedisTtlMap(link: RedisLink): TtlMap {
  const recall = createBatch((keys: readonly string[]) => link.read(keys));
  const remember = createBatch(async (entries: readonly Entry[]) => {
    await link.run(scripts.remember, { entries });
    return [];
  });
  return {
    remember: async (key, value, ttlMs) => void (await remember([{ key, value, ttlMs }])),
    recall: async (keys) =>
      keys.length === 0 ? [] : (await recall(keys)).map((value) => (value === null ? undefined : value)),
  };
}
