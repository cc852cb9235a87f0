import { Counter, Gauge, type Registry } from 'prom-client';
import { degradedDependencies, type DependencyStates } from './dependencies.js';

/** A number read when the metrics are scraped; `undefined` while there is none. */
interface Reading {
  readonly kind: 'gauge' | 'counter';
  readonly name: string;
  readonly help: string;
  read(states: DependencyStates, nowMs: number): number | undefined;
}

const ageOf = (thenMs: number | undefined, nowMs: number) =>
  thenMs === undefined ? undefined : (nowMs - thenMs) / 1000;
const gauge = (name: string, help: string, read: Reading['read']): Reading => ({ kind: 'gauge', name, help, read });
const counter = (name: string, help: string, read: Reading['read']): Reading => ({ kind: 'counter', name, help, read });

const readings: readonly Reading[] = [
  gauge('degraded_dependencies', 'Dependencies that are away.', (states) => degradedDependencies(states).length),
  gauge('live_replicas', 'Replicas the limits are shared among, as Redis last told.', ({ redis }) => redis?.replicas),
  gauge('keys', 'Keys in memory.', ({ keys }) => keys.keys),
  gauge('keys_age_seconds', 'Since the database last told of keys.', ({ keys }, now) => ageOf(keys.refreshedAt, now)),
  gauge('key_snapshot_in_use', '1 while keys are served from the snapshot.', ({ keys }) =>
    flag(keys.source === 'snapshot'),
  ),
  gauge('key_snapshot_age_seconds', 'Age of the keys in the snapshot file.', ({ keys }, now) =>
    ageOf(keys.snapshot.asOfMs, now),
  ),
  gauge('spool_depth', 'Usage records not yet in the database.', ({ spool }) => spool.records),
  gauge('spool_bytes', 'Bytes of usage records not yet in the database.', ({ spool }) => spool.bytes),
  gauge('spool_full', '1 while the spool takes no more.', ({ spool }) => flag(spool.full)),
  counter('usage_dropped_total', 'Usage records lost because the spool was full.', ({ spool }) => spool.dropped),
  counter('usage_torn_total', 'Broken lines in spools of processes that died.', ({ spool }) => spool.torn),
  counter('usage_stored_total', 'Usage records stored in the database.', ({ writer }) => writer.committed),
  counter('usage_rejected_total', 'Usage records the database can never take.', ({ writer }) => writer.rejected),
  gauge('usage_store_failures', 'Failed tries since records were last stored.', ({ writer }) => writer.failures),
  gauge('rollup_age_seconds', 'Since usage was last added up.', ({ rollups }, now) => ageOf(rollups?.doneAt, now)),
  gauge('rollup_failures', 'Failed tries since usage was last added up.', ({ rollups }) => rollups?.failures),
  gauge(
    'rollup_refused_windows',
    'Windows that are not made final because they differ from their rows.',
    ({ rollups }) => rollups?.refused,
  ),
];

/** Registers the metrics of all the gateway depends on. */
export function registerDependencyMeters(
  registry: Registry,
  { dependencies, now }: { dependencies(): DependencyStates; now(): number },
): void {
  for (const reading of readings) register(registry, reading, () => reading.read(dependencies(), now()));
  new Gauge({
    name: 'smart_router_degraded',
    help: 'Whether a dependency is away: 1 while it is, nothing while it is not.',
    labelNames: ['dependency'],
    registers: [registry],
    collect() {
      this.reset();
      for (const dependency of degradedDependencies(dependencies())) this.set({ dependency }, 1);
    },
  });
}

function register(registry: Registry, { kind, name, help }: Reading, read: () => number | undefined): void {
  const settings = { name: `smart_router_${name}`, help, registers: [registry] };
  if (kind === 'gauge') {
    new Gauge({
      ...settings,
      collect() {
        this.remove();
        const value = read();
        if (value !== undefined) this.set(value);
      },
    });
    return;
  }
  new Counter({
    ...settings,
    collect() {
      this.reset();
      this.inc(read() ?? 0);
    },
  });
}

function flag(isSo: boolean): number {
  return isSo ? 1 : 0;
}
