import type { DependencyStates } from '../dependencies.js';

/** Everything there, nothing waiting. */
export const healthyDependencies: DependencyStates = {
  redis: { away: false, replicas: 3 },
  keys: {
    ...{ keys: 5, connected: true, source: 'database', refreshedAt: 10_000 },
    snapshot: { asOfMs: 4_000, problem: undefined },
  },
  writer: { committed: 7, rejected: 0, lastCommitAt: 9_000, failures: 0 },
  spool: { ...{ writerId: 'w', records: 0, bytes: 0, dropped: 0, torn: 0 }, ...{ failing: false, full: false } },
  onFull: 'refuse',
  keepsSnapshot: true,
  rollups: { doneAt: 8_000, failures: 0, refused: 0 },
};
