import { Registry } from 'prom-client';
import { degradedDependencies, dependencyDetail, type DependencyStates } from './dependencies.js';
import { registerDependencyMeters } from './dependency-meters.js';
import { healthyDependencies as healthy } from './testing/healthy-dependencies.js';

const now = 12_000;

const writerAway = { ...healthy.writer, failures: 3 };
const keysAway = { ...healthy.keys, connected: false };
const fromSnapshot = { ...keysAway, source: 'snapshot' } as const;
const unreadable: DependencyStates['keys'] = {
  ...{ ...keysAway, source: 'nowhere', refreshedAt: undefined },
  snapshot: { asOfMs: undefined, problem: 'is not used: it is cut short' },
};
const full = { ...healthy.spool, full: true, records: 9, bytes: 900, dropped: 4 };

test.each<[string, Partial<DependencyStates>, readonly string[], object]>([
  ['all is well', {}, [], { redis: { state: 'up', replicas: 3 }, postgres: { state: 'up' }, spool: { state: 'ok' } }],
  ['Redis is not used', { redis: undefined }, [], { redis: { state: 'unused' } }],
  ['Redis is away', { redis: { away: true, replicas: 3 } }, ['redis'], { redis: { state: 'away' } }],
  [
    'records cannot be stored',
    { writer: writerAway },
    ['postgres'],
    {
      postgres: { state: 'away', usage: { state: 'waiting_in_spool', failed_attempts: 3, last_stored_seconds_ago: 3 } },
    },
  ],
  [
    'changes of keys do not arrive',
    { keys: keysAway },
    ['postgres'],
    { postgres: { state: 'away', keys: { state: 'last_known', age_seconds: 2 } }, key_snapshot: { state: 'kept' } },
  ],
  [
    'keys are served from the snapshot',
    { keys: fromSnapshot },
    ['postgres'],
    { postgres: { keys: { state: 'from_snapshot' } }, key_snapshot: { state: 'in_use', age_seconds: 8 } },
  ],
  [
    'neither database nor snapshot can be used',
    { keys: unreadable },
    ['postgres', 'key_snapshot'],
    { postgres: { keys: { state: 'unknown' } }, key_snapshot: { state: 'failing' } },
  ],
  ['no snapshot is kept', { keepsSnapshot: false }, [], { key_snapshot: { state: 'none' } }],
  [
    'a full spool refuses',
    { spool: full },
    ['spool'],
    { spool: { state: 'refusing_requests', records: 9, bytes: 900, dropped_records: 4 } },
  ],
  ['a full spool drops', { spool: full, onFull: 'drop' }, ['spool'], { spool: { state: 'dropping_records' } }],
])('readiness tells that %s', (_what, change, degraded, detail) => {
  const states = { ...healthy, ...change };
  expect(degradedDependencies(states)).toEqual(degraded);
  expect(dependencyDetail(states, now)).toMatchObject(detail);
});

test('no word of an error is told to whoever asks', () => {
  const text = JSON.stringify(dependencyDetail({ ...healthy, keys: unreadable }, now));
  expect(text).not.toContain('cut short');
});

test('metrics tell the same', async () => {
  const registry = new Registry();
  const states = { ...healthy, keys: fromSnapshot, spool: full, writer: writerAway };
  registerDependencyMeters(registry, { dependencies: () => states, now: () => now });
  await registry.metrics(); // read twice: counters are not added up
  const lines = (await registry.metrics()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  expect(lines.sort()).toEqual(
    [
      ...['degraded_dependencies 2', 'degraded{dependency="postgres"} 1', 'degraded{dependency="spool"} 1'],
      ...['live_replicas 3', 'keys 5', 'keys_age_seconds 2', 'key_snapshot_in_use 1', 'key_snapshot_age_seconds 8'],
      ...['spool_depth 9', 'spool_bytes 900', 'spool_full 1', 'usage_dropped_total 4', 'usage_torn_total 0'],
      ...['usage_stored_total 7', 'usage_rejected_total 0', 'usage_store_failures 3'],
      ...['rollup_age_seconds 4', 'rollup_failures 0', 'rollup_refused_windows 0'],
    ]
      .map((line) => `smart_router_${line}`)
      .sort(),
  );
});
