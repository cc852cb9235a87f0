import type { Caller, UsageSums, UsedAmounts } from '@smart-router/core';
import { limitSubjects } from '@smart-router/relay';
import { createMemoryLimitStore } from '@smart-router/traffic-shaping';
import { usageReport, type UsageReport } from './usage-report.js';

const now = Date.UTC(2026, 10, 30, 18);
const caller: Caller = {
  ...{ tokenId: 't_2', keyId: 't_1', organization: 'acme', user: 'ada', project: 'web', environment: 'prod' },
  ...{ allow: ['*'], grants: [], limits: undefined, shape: { requestStartPerSec: 0.5, requestBurst: 4 } },
  owners: [
    { kind: 'project', limits: { month: { tokens: 200, costNanoUsd: 400_000_000n } }, shape: undefined },
    { kind: 'organization', limits: { concurrent: 2, softPercent: 0 }, shape: undefined },
  ],
};
const defaults = { callerLimits: { rpm: 4, softPercent: 50 }, callerShape: undefined };

async function report(requests: number, sums?: readonly UsageSums[]): Promise<UsageReport> {
  const store = createMemoryLimitStore({ now: () => now, rng: () => 0 });
  const subjects = limitSubjects(caller, defaults);
  const tokens = { inputTokens: 30, outputTokens: 20, costNanoUsd: 100_000_000n };
  for (let index = 0; index < requests; index += 1) {
    await store.admit({ leaseId: `${index}`, leaseMs: 30_000, subjects, ...tokens, nowMs: now });
  }
  const answer = await store.peek({ subjects, nowMs: now });
  return usageReport({ caller, subjects, answer, sums, now });
}

test('a caller sees its limits and those of its owners, what is left of them, and when they begin anew', async () => {
  expect(await report(1)).toEqual({
    ...{ object: 'usage', at: '2026-11-30T18:00:00.000Z', token_id: 't_2', key_id: 't_1', organization: 'acme' },
    ...{ user: 'ada', project: 'web', environment: 'prod', degraded: false, warnings: [] },
    scopes: [
      {
        ...{ scope: 'key', id: 't_1', soft_percent: 50 },
        limits: [
          ...[
            { bucket: 'key.rpm', limit: 4, used: 1, remaining: 3, used_percent: 25, warning: false, resets_at: null },
          ],
        ],
        rates: [{ bucket: 'key.request_start_per_sec', per_second: 0.5, burst: 4 }],
        usage: null,
      },
      {
        ...{ scope: 'project', id: 'web', soft_percent: 50, rates: [], usage: null },
        limits: [
          {
            ...{ bucket: 'project.month.tokens', limit: 200, used: 50, reserved: 50, remaining: 150 },
            ...{ used_percent: 25, warning: false, resets_at: '2026-12-01T00:00:00.000Z' },
          },
          {
            ...{ bucket: 'project.month.cost_usd', limit: 0.4, used: 0.1, reserved: 0.1, remaining: 0.3 },
            ...{ used_percent: 25, warning: false, resets_at: '2026-12-01T00:00:00.000Z' },
          },
        ],
      },
      {
        ...{ scope: 'organization', id: 'acme', soft_percent: 0, rates: [], usage: null },
        limits: [
          {
            ...{ bucket: 'organization.concurrent', limit: 2, used: 1, remaining: 1 },
            ...{ used_percent: 50, warning: false, resets_at: null },
          },
        ],
      },
    ],
  });
});

test('what is past its soft percentage is warned of, but where that is 0', async () => {
  expect((await report(2)).warnings).toEqual(['key.rpm', 'project.month.tokens', 'project.month.cost_usd']);
});

test('what the ledger has is told, and lifts counters that are behind it', async () => {
  const amounts = (requests: number, tokens: number, costNanoUsd: bigint): UsedAmounts => ({
    requests,
    tokens,
    costNanoUsd,
  });
  const month = amounts(9, 120, 20_000_000n);
  const sums = [{ key: 'project:acme/web', day: amounts(1, 20, 0n), month, lifetime: amounts(30, 999, 500_000_000n) }];
  const { scopes } = await report(1, sums);
  expect(scopes.map(({ usage }) => usage)).toEqual([
    null,
    {
      day: { requests: 1, tokens: 20, cost_usd: 0 },
      month: { requests: 9, tokens: 120, cost_usd: 0.02 },
      lifetime: { requests: 30, tokens: 999, cost_usd: 0.5 },
    },
    null,
  ]);
  expect(scopes[1]?.limits).toMatchObject([
    { bucket: 'project.month.tokens', used: 170, reserved: 50, remaining: 30, warning: true },
    { bucket: 'project.month.cost_usd', used: 0.12, reserved: 0.1, remaining: 0.28, warning: false },
  ]);
  expect(scopes[0]?.limits).toMatchObject([{ bucket: 'key.rpm', used: 1 }]);
});
