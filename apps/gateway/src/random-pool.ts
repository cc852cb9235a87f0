import { randomFillSync } from 'node:crypto';
import type { RandomBytes } from '@smart-router/core';

const poolBytes = 8192;

/** Random bytes drawn in bulk: a call per request would cost more than the id it makes. Each byte is handed out once. */
export function pooledRandomBytes(): RandomBytes {
  const pool = Buffer.alloc(poolBytes);
  let used = poolBytes;
  return (count) => {
    if (used + count > poolBytes) {
      randomFillSync(pool);
      used = 0;
    }
    used += count;
    return pool.subarray(used - count, used);
  };
}
