import type { Secret } from '@smart-router/core';
import type { StateSettings, StorageSettings, TelemetrySettings } from '../catalog.js';
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
