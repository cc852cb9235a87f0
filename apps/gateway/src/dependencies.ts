import type { KeyDirectoryState, RollupKeeperState, SpoolStats, UsageWriterStats } from '@smart-router/usage-storage';

/** How all that the gateway depends on does, as its parts tell. */
export interface DependencyStates {
  /** `undefined` when limits are kept in memory by configuration. */
  readonly redis: { readonly away: boolean; readonly replicas: number } | undefined;
  readonly keys: KeyDirectoryState;
  readonly writer: UsageWriterStats;
  readonly spool: SpoolStats;
  readonly onFull: 'refuse' | 'drop';
  readonly keepsSnapshot: boolean;
  /** How adding usage up does; `undefined` where others do it. */
  readonly rollups: RollupKeeperState | undefined;
}

/** What readiness tells of them: no names, addresses or words of errors, since anybody may ask. */
export interface DependencyDetail {
  readonly redis: { readonly state: 'unused' | 'up' | 'away'; readonly replicas: number | undefined };
  readonly postgres: {
    readonly state: 'up' | 'away';
    readonly keys: {
      readonly state: 'current' | 'last_known' | 'from_snapshot' | 'unknown';
      readonly age_seconds: number | undefined;
    };
    readonly usage: {
      readonly state: 'stored' | 'waiting_in_spool';
      readonly failed_attempts: number;
      readonly last_stored_seconds_ago: number | undefined;
      readonly rejected_records: number;
    };
  };
  readonly spool: {
    readonly state: 'ok' | 'refusing_requests' | 'dropping_records';
    readonly records: number;
    readonly bytes: number;
    readonly dropped_records: number;
  };
  readonly key_snapshot: {
    readonly state: 'none' | 'not_written_yet' | 'kept' | 'in_use' | 'failing';
    readonly age_seconds: number | undefined;
  };
}

/** The names of those that are away or in trouble now. */
export function degradedDependencies(states: DependencyStates): readonly string[] {
  const { redis, postgres, spool, key_snapshot: snapshot } = dependencyDetail(states, 0);
  return [
    ...(redis.state === 'away' ? ['redis'] : []),
    ...(postgres.state === 'away' ? ['postgres'] : []),
    ...(spool.state === 'ok' ? [] : ['spool']),
    ...(snapshot.state === 'failing' ? ['key_snapshot'] : []),
  ];
}

/** The detail of each, at `nowMs` since the epoch. */
export function dependencyDetail(states: DependencyStates, nowMs: number): DependencyDetail {
  const { redis, keys, writer, spool } = states;
  const ageSeconds = (thenMs: number | undefined): number | undefined =>
    thenMs === undefined ? undefined : Math.max(0, Math.round((nowMs - thenMs) / 1000));
  return {
    redis: { state: redisState(redis), replicas: redis?.replicas },
    postgres: {
      state: writer.failures > 0 || !keys.connected ? 'away' : 'up',
      keys: { state: keysState(keys), age_seconds: ageSeconds(keys.refreshedAt) },
      usage: {
        state: writer.failures > 0 ? 'waiting_in_spool' : 'stored',
        failed_attempts: writer.failures,
        last_stored_seconds_ago: ageSeconds(writer.lastCommitAt),
        rejected_records: writer.rejected,
      },
    },
    spool: {
      state: spoolState(states),
      ...{ records: spool.records, bytes: spool.bytes, dropped_records: spool.dropped },
    },
    key_snapshot: { state: snapshotState(states), age_seconds: ageSeconds(keys.snapshot.asOfMs) },
  };
}

function redisState(redis: DependencyStates['redis']): DependencyDetail['redis']['state'] {
  if (redis === undefined) return 'unused';
  return redis.away ? 'away' : 'up';
}

function keysState({ connected, source }: KeyDirectoryState): DependencyDetail['postgres']['keys']['state'] {
  if (source === 'nowhere') return 'unknown';
  if (source === 'snapshot') return 'from_snapshot';
  return connected ? 'current' : 'last_known';
}

function spoolState({ spool, onFull }: DependencyStates): DependencyDetail['spool']['state'] {
  if (!spool.full) return 'ok';
  return onFull === 'refuse' ? 'refusing_requests' : 'dropping_records';
}

function snapshotState({ keys, keepsSnapshot }: DependencyStates): DependencyDetail['key_snapshot']['state'] {
  if (!keepsSnapshot) return 'none';
  if (keys.source === 'snapshot') return 'in_use';
  if (keys.snapshot.problem !== undefined) return 'failing';
  return keys.snapshot.asOfMs === undefined ? 'not_written_yet' : 'kept';
}
