import type { TokenOrder } from '../keys/key-admin.js';

/** An order with every setting set; it expires in an hour. */
export function sampleOrder(change: Partial<TokenOrder> = {}): TokenOrder {
  return {
    organization: 'acme',
    user: 'ada',
    project: 'engine',
    environment: 'prod',
    allow: ['default', 'team-*'],
    grants: ['metrics'],
    labels: ['tier=gold'],
    expiresAt: Date.now() + 3_600_000,
    limits: {
      ...{ rpm: 60, tpm: 5_000_000_000, concurrent: 3, softPercent: 80.5 },
      day: { requests: 1000, tokens: 1_000_000, costNanoUsd: 9_007_199_254_740_993n },
      month: { tokens: 30_000_000 },
      lifetime: { tokens: 1, costNanoUsd: 2n },
    },
    shape: {
      ...{ requestStartPerSec: 0.5, requestBurst: 8, inputTokensPerSec: 1, inputTokenBurst: 2 },
      ...{ outputReservationTokensPerSec: 3, outputReservationTokenBurst: 4 },
      ...{ totalReservedTokensPerSec: 5, totalReservedTokenBurst: 6 },
      queue: { enabled: true, maxWaitMs: 250, maxDepth: 4 },
    },
    owners: 'create',
    ...change,
  };
}
