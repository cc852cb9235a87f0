import { Secret } from '@smart-router/core';
import type { Catalog } from '@smart-router/config';

/** What is opened at the start and never again: sockets, the database, the spool, Redis and the log. */
const fixed: Readonly<Record<string, (catalog: Catalog) => unknown>> = {
  'server.listen': ({ server }) => server.listen,
  'server.admin_listen': ({ server }) => server.adminListen,
  storage: ({ storage }) => storage,
  state: ({ state }) => state,
  'telemetry.log_level': ({ telemetry }) => telemetry.logLevel,
};

/**
 * The settings of a new catalog that differ from those the gateway was started with, and that only a restart applies.
 * State in Redis is one of them: requests under way hold leases where they were given.
 */
export function fixedSettings(started: Catalog, next: Catalog): readonly string[] {
  return Object.entries(fixed)
    .filter(([, settingOf]) => !isAlike(settingOf(started), settingOf(next)))
    .map(([name]) => name);
}

function isAlike(one: unknown, other: unknown): boolean {
  if (one instanceof Secret) return other instanceof Secret && one.reveal() === other.reveal();
  if (!isParts(one) || !isParts(other)) return one === other;
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return names.every((name) => isAlike(one[name], other[name]));
}

function isParts(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
