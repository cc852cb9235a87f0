import type { CallerLimits, CallerShape, Quota } from '@smart-router/core';
import type { TokenEvent, TokenView } from '@smart-router/usage-storage';
import type { Entry } from './print.js';

const nanoUsdPerUsd = 1e9;

/** A token as it is printed. A token whose time is over shows as `expired`, whatever was written down. */
export function tokenEntry(view: TokenView, now: number): Entry {
  const isOver = view.expiresAt !== undefined && view.expiresAt <= now;
  return {
    token_id: view.tokenId,
    key_id: view.keyId,
    status: view.status === 'active' && isOver ? 'expired' : view.status,
    owners_active: view.ownersActive,
    organization: view.organization,
    user: view.user,
    project: view.project,
    environment: view.environment,
    allow: view.allow,
    grants: view.grants,
    labels: view.labels,
    expires_at: instant(view.expiresAt),
    grace_until: instant(view.graceUntil),
    replaces: view.replaces ?? null,
    limits: view.limits === undefined ? null : limitsEntry(view.limits),
    traffic_shape: view.shape === undefined ? null : shapeEntry(view.shape),
    created_at: instant(view.createdAt),
  };
}

/** One entry of a token's history as it is printed. */
export function eventEntry(event: TokenEvent): Entry {
  return { at: instant(event.at), action: event.action, actor: event.actor, reason: event.reason ?? null };
}

function instant(milliseconds: number | undefined): string | null {
  return milliseconds === undefined ? null : new Date(milliseconds).toISOString();
}

/** Under the names the configuration uses. */
function limitsEntry(limits: CallerLimits): Entry {
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

function shapeEntry(shape: CallerShape): Entry {
  const { queue, ...rates } = shape;
  const entries = Object.entries(rates).map(([name, value]) => [snakeCase(name), value] as const);
  const rules =
    queue === undefined ? {} : { enabled: queue.enabled, max_wait_ms: queue.maxWaitMs, max_depth: queue.maxDepth };
  return { ...Object.fromEntries(entries), ...(queue === undefined ? {} : { queue: rules }) };
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
