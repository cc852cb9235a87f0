import { newRequestId } from '@smart-router/core';
import type { HouseKeeping } from './house-keeping.js';
import { openLookUps } from './look-ups.js';
import { noteStranger } from './note-stranger.js';
import { dependenciesOf, type GatewayParts } from './open-parts.js';
import { version } from './version.js';

/** What the ordinary routes read of a gateway. */
export function openHouse(parts: GatewayParts, isDraining: () => boolean): HouseKeeping {
  const { clock, randomBytes, log, storage, limits, routing, metrics } = parts;
  return {
    catalog: () => routing.catalog(),
    keys: storage.keys,
    ready: () => storage.keys.ready() && storage.usage.ready(),
    peekLimits: (request) => limits.store.peek(request),
    usedBy: (keys, day) => storage.history.sums(keys, day),
    lookUps: openLookUps(storage.evidence, (message) => log.warn(message)),
    dependencies: () => dependenciesOf(parts),
    noteStranger: (stranger) => noteStranger(storage.access, stranger, clock.now()),
    draining: isDraining,
    version,
    metricsText: () => metrics.registry.metrics(),
    metricsType: metrics.registry.contentType,
    requestId: () => newRequestId(clock.now(), randomBytes),
    now: () => clock.now(),
  };
}
