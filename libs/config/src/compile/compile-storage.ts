import type { Secret } from '@smart-router/core';
import type {
  RetentionSettings,
  RollupSettings,
  StateSettings,
  StorageSettings,
  TelemetrySettings,
} from '../catalog.js';
import type { RetentionOptions, RollupOptions } from '../options/upkeep-options.js';
import type { SecretReference } from '../options/secret-options.js';
import type { StateOptions, StorageOptions, TelemetryOptions } from '../options/storage-options.js';

/** Looks up a secret that was read before; a missing one throws, as the reading would have been refused. */
export type SecretLookup = (reference: SecretReference) => Secret;

/** The settings of usage and keys. */
export function compileStorage(options: StorageOptions, secretOf: SecretLookup): StorageSettings {
  const { spool, key_snapshot: snapshot } = options;
  return {
    databaseUrl: secretOf(options.database_url),
    spool: {
      directory: spool.directory,
      fsyncIntervalMs: spool.fsync_interval_ms,
      maxBytes: spool.max_bytes,
      onFull: spool.on_full,
    },
    keySnapshot: snapshot && {
      file: snapshot.file,
      encryptionKey: secretOf(snapshot.encryption_key),
      maxAgeMs: snapshot.max_age_ms,
    },
    rollups: compileRollups(options.rollups),
    retention: compileRetention(options.retention),
  };
}

const hourMs = 3_600_000;

function compileRollups(options: RollupOptions): RollupSettings {
  return {
    enabled: options.enabled,
    intervalMs: options.interval_s * 1000,
    settleMs: options.settle_s * 1000,
    finalDayAfterMs: options.final_day_after_h * hourMs,
    finalMonthAfterMs: options.final_month_after_h * hourMs,
  };
}

function compileRetention({
  enabled,
  dry_run: dryRun,
  batch_rows: batchRows,
  classes,
}: RetentionOptions): RetentionSettings {
  const days = (each: { readonly enabled: boolean; readonly days: number }) => (each.enabled ? each.days : undefined);
  return {
    ...{ enabled, dryRun, batchRows },
    keptDays: {
      usage_detail: days(classes.usage_detail),
      usage_diagnostics: days(classes.usage_diagnostics),
      decision_telemetry: days(classes.decision_telemetry),
      security_access_events: days(classes.security_access_events),
    },
  };
}

/** The settings of shared state. */
export function compileState(options: StateOptions, secretOf: SecretLookup): StateSettings {
  return {
    redisUrl: secretOf(options.redis_url),
    commandTimeoutMs: options.command_timeout_ms,
    expectedReplicas: options.expected_replicas,
    keyPrefix: options.key_prefix,
  };
}

/** The settings of logs and traces. */
export function compileTelemetry(options: TelemetryOptions): TelemetrySettings {
  const { enabled, endpoint, sample_share: sampleShare } = options.traces;
  return { logLevel: options.log_level, traces: { enabled, endpoint, sampleShare } };
}
