export { createKeyAdmin } from './keys/create-key-admin.js';
export type {
  Deed,
  IssuedToken,
  KeyAdmin,
  LimitChange,
  Owner,
  OwnerView,
  Rotation,
  TokenAction,
  TokenEvent,
  TokenFilter,
  TokenOrder,
  TokenSettings,
  TokenView,
} from './keys/key-admin.js';
export {
  openKeyDirectory,
  type KeyDirectoryOptions,
  type KeyDirectoryState,
  type LiveKeyDirectory,
} from './keys/open-key-directory.js';
export { migrate } from './migrate.js';
export { openDatabase, type DatabaseOptions } from './open-database.js';
export { ensurePartitions } from './partitions.js';
export { openSpool } from './spool/open-spool.js';
export type { Spool, SpoolOptions, SpoolStats } from './spool/spool.js';
export type { Tables } from './tables.js';
export { openUsageHistory, type LiveUsageHistory, type UsageHistoryOptions } from './usage/open-usage-history.js';
export { startUsageWriter } from './usage/start-usage-writer.js';
export type { UsageWriter, UsageWriterOptions, UsageWriterStats } from './usage/usage-writer.js';
