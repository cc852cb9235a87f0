import type { Rng } from '@smart-router/core';

const firstDelayMs = 50;
const longestDelayMs = 2000;

/** How long to wait before attempt `failures` + 1: doubling from 50 ms to 2 s, with up to half of it taken off at random. */
export function retryDelay(failures: number, rng: Rng): number {
  const full = Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(failures - 1, 10));
  return full * (1 - rng() / 2);
}
