import type { Caller } from '@smart-router/core';
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

async function report(requests: number): Promise<UsageReport> {
  const store = createMemoryLimitStore({ now: () => now, rng: () => 0 });
  const subjects = limitSubjects(caller, defaults);
  const tokens = { inputTokens: 30, outputTokens: 20, costNanoUsd: 100_000_000n };
  for (let index = 0; index < requests; index += 1) {
    await store.admit({ leaseId: `${index}`, leaseMs: 30_000, subjects, ...tokens, nowMs: now });
  }
  const answer = await store.peek({ subjects, nowMs: now });
  return usageReport({ caller, subjects, answer, now });
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
      },
      {
        ...{ scope: 'project', id: 'web', soft_percent: 50, rates: [] },
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
        ...{ scope: 'organization', id: 'acme', soft_percent: 0, rates: [] },
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
