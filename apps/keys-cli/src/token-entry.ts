import type { TokenEvent, TokenView } from '@smart-router/usage-storage';
import { limitsEntry, shapeEntry } from './limits-entry.js';
import type { Entry } from './print.js';

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
    reserve: view.reserve ?? null,
    created_at: instant(view.createdAt),
  };
}

/** One entry of a token's history as it is printed. */
export function eventEntry(event: TokenEvent): Entry {
  return { at: instant(event.at), action: event.action, actor: event.actor, reason: event.reason ?? null };
}

/** A moment as it is printed. */
export function instant(milliseconds: number | undefined): string | null {
  return milliseconds === undefined ? null : new Date(milliseconds).toISOString();
}
