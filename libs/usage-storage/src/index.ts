export { migrate } from './migrate.js';
export { openDatabase, type DatabaseOptions } from './open-database.js';
export { openSpool } from './spool/open-spool.js';
export type { Spool, SpoolOptions, SpoolStats } from './spool/spool.js';
export { startUsageWriter } from './usage/start-usage-writer.js';
export type { UsageWriter, UsageWriterOptions, UsageWriterStats } from './usage/usage-writer.js';
