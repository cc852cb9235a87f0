import { randomBytes } from 'node:crypto';
import { newRequestId, type Clock } from '@smart-router/core';
import type { Catalog } from '@smart-router/config';
import { createRouter, type RelayEvent } from '@smart-router/relay';
import { createMemoryLimitStore } from '@smart-router/traffic-shaping';
import { openKeyDirectory, openSpool, openDatabase, startUsageWriter } from '@smart-router/usage-storage';
import type { Logger } from 'pino';
import { closeServer } from './close-server.js';
import { createAdminApp, createPublicApp } from './express-app.js';
import { logEvent } from './gateway-log.js';
import { createMetrics } from './gateway-metrics.js';
import type { HouseKeeping } from './house-keeping.js';
import { listen, publicServer, type Listening } from './listen.js';
import { version } from './version.js';

/** A running gateway. */
export interface Gateway {
  readonly url: string;
  readonly adminUrl: string | undefined;
  /** Swaps the catalog; requests under way keep theirs. */
  useCatalog(catalog: Catalog): void;
  /** Stops accepting, finishes streams up to the drain limit, flushes the ledger. */
  close(): Promise<void>;
}

const clock: Clock = { now: () => Date.now() };
