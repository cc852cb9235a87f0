import { Registry } from 'prom-client';
import type { PolicyRecord, UsageRecord } from '@smart-router/core';
import { createPolicyMeters } from './policy-meters.js';

const record = (policy: Partial<PolicyRecord> | undefined): UsageRecord =>
  ({ group: 'g', decision: { policy: policy && { kind: 'typescript', ...policy } } }) as UsageRecord; // all that is read

it('counts what became of the word of policies, and how long it took', async () => {
  const registry = new Registry();
  const meters = createPolicyMeters(registry);
  meters.countRequest(record({ outcome: 'used', durationMs: 2 }));
  meters.countRequest(record({ outcome: 'refused', error: 'timeout', durationMs: 50 }));
  meters.countRequest(record({ outcome: 'baseline' }));
  meters.countRequest(record(undefined));
  const text = await registry.metrics();
  const runs = 'smart_router_policy_runs_total{group="g",policy="typescript"';
  expect(text).toContain(`${runs},outcome="used",error="none"} 1`);
  expect(text).toContain(`${runs},outcome="refused",error="timeout"} 1`);
  expect(text).toContain('smart_router_policy_seconds_count{group="g",policy="typescript"} 2');
});
