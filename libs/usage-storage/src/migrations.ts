import { keysMigration } from './migrations/0001-keys.js';
import { usageMigration } from './migrations/0002-usage.js';
import { onDisconnectMigration } from './migrations/0003-on-disconnect.js';
import { usageSumsMigration } from './migrations/0004-usage-sums.js';
import { shapeEventsMigration } from './migrations/0005-shape-events.js';
import { ownerLimitsMigration } from './migrations/0006-owner-limits.js';
import { upstreamRequestIdMigration } from './migrations/0007-upstream-request-id.js';
import { evidenceMigration } from './migrations/0008-evidence.js';
import { rollupsMigration } from './migrations/0009-rollups.js';
import { retentionMigration } from './migrations/0010-retention.js';
import { adminMigration } from './migrations/0011-admin.js';
import { reportIndexesMigration } from './migrations/0012-report-indexes.js';
import { routingMigration } from './migrations/0013-routing.js';
import { expectedWaitMigration } from './migrations/0014-expected-wait.js';

/** Every migration by its number, as lists of statements. Forward only: a published one is never edited. */
export const migrations: Readonly<Record<string, readonly string[]>> = {
  '0001-keys': keysMigration,
  '0002-usage': usageMigration,
  '0003-on-disconnect': onDisconnectMigration,
  '0004-usage-sums': usageSumsMigration,
  '0005-shape-events': shapeEventsMigration,
  '0006-owner-limits': ownerLimitsMigration,
  '0007-upstream-request-id': upstreamRequestIdMigration,
  '0008-evidence': evidenceMigration,
  '0009-rollups': rollupsMigration,
  '0010-retention': retentionMigration,
  '0011-admin': adminMigration,
  '0012-report-indexes': reportIndexesMigration,
  '0013-routing': routingMigration,
  '0014-expected-wait': expectedWaitMigration,
};
