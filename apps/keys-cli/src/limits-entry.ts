import type { CallerLimits, CallerShape, Quota } from '@smart-router/core';
import type { Entry } from './print.js';

const nanoUsdPerUsd = 1e9;

/** Limits under the names the configuration uses. */
export function limitsEntry(limits: CallerLimits): Entry {
  const { day, month } = limits;
  return {
    rpm: limits.rpm,
    tpm: limits.tpm,
    concurrent: limits.concurrent,
    quota: day === undefined && month === undefined ? undefined : { day: quotaEntry(day), month: quotaEntry(month) },
    lifetime: quotaEntry(limits.lifetime),
    soft_percent: limits.softPercent,
  };
}

function quotaEntry(quota: Quota | undefined): Entry | undefined {
  if (quota === undefined) return undefined;
  const costUsd = quota.costNanoUsd === undefined ? undefined : Number(quota.costNanoUsd) / nanoUsdPerUsd;
  return { requests: quota.requests, tokens: quota.tokens, cost_usd: costUsd };
}

/** A traffic shape under the names the configuration uses. */
export function shapeEntry(shape: CallerShape): Entry {
  const { queue, ...rates } = shape;
  const entries = Object.entries(rates).map(([name, value]) => [snakeCase(name), value] as const);
  const rules =
    queue === undefined ? {} : { enabled: queue.enabled, max_wait_ms: queue.maxWaitMs, max_depth: queue.maxDepth };
  return { ...Object.fromEntries(entries), ...(queue === undefined ? {} : { queue: rules }) };
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
