import { z } from 'zod';
import { secretReference } from './secret-options.js';
import { retentionOptions, rollupOptions } from './upkeep-options.js';

/** Where the database is found when the configuration does not say. */
export const defaultDatabaseUrl = { env: 'DATABASE_URL' };

const spool = z.strictObject({
  directory: z.string().min(1).default('./data/spool').describe('Folder of the local usage spool.'),
  fsync_interval_ms: z.int().min(1).default(50).describe('What a power cut may cost, in milliseconds of records.'),
  max_bytes: z.int().min(1_048_576).default(1_073_741_824).describe('Largest size of the spool, in bytes.'),
  on_full: z.enum(['refuse', 'drop']).default('refuse').describe('Refuse requests, or drop records and count them.'),
});

const keySnapshot = z.strictObject({
  file: z.string().min(1).describe('File of the last known good keys.'),
  encryption_key: secretReference.describe('Key the snapshot is encrypted with, e.g. of `openssl rand -base64 32`.'),
  max_age_ms: z
    .int()
    .min(60_000)
    .default(604_800_000)
    .describe('An older snapshot is refused: keys that were revoked since it was written would work again.'),
});

/** The options of usage and keys. */
export const storageOptions = z.strictObject({
  database_url: secretReference.default(defaultDatabaseUrl).describe('Postgres connection URL.'),
  spool: spool.prefault({}).describe('Records on their way to the database.'),
  key_snapshot: keySnapshot.optional().describe('Keys kept for a start without the database. None when absent.'),
  rollups: rollupOptions.prefault({}).describe('Usage added up by hours, days and months.'),
  retention: retentionOptions.prefault({}).describe('How long rows are kept. Legal holds always win.'),
});

/** The options of shared state. */
export const stateOptions = z.strictObject({
  redis_url: secretReference.describe('Redis connection URL.'),
  command_timeout_ms: z.int().min(1).default(50).describe('Longest wait for one command.'),
  expected_replicas: z.int().min(1).default(1).describe('Replicas to share limits among when Redis was never seen.'),
  key_prefix: z.string().default('smart-router:').describe('Prefix of every key in Redis.'),
});

const traces = z.strictObject({
  enabled: z.literal(false).default(false).describe('Whether traces are sent.'),
  endpoint: z
    .url({ protocol: /^https?$/ })
    .default('http://127.0.0.1:4318')
    .describe('OTLP endpoint.'),
  sample_share: z.number().min(0).max(1).default(0.1).describe('Share of requests that are traced, 0 to 1.'),
});

/** The options of logs and traces. */
export const telemetryOptions = z.strictObject({
  log_level: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])
    .default('info')
    .describe('Least severe log line.'),
  traces: traces.prefault({}).describe('OpenTelemetry traces.'),
});

/** Checked options of usage and keys. */
export type StorageOptions = z.infer<typeof storageOptions>;

/** Checked options of shared state. */
export type StateOptions = z.infer<typeof stateOptions>;

/** Checked options of logs and traces. */
export type TelemetryOptions = z.infer<typeof telemetryOptions>;
