import { Counter, Histogram, type Registry } from 'prom-client';
import type { PolicyRecord, UsageRecord } from '@smart-router/core';

const secondsBuckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

const labelNames = ['group', 'policy'] as const;

/** Counts what policies do, by what the ledger keeps of each request. */
export interface PolicyMeters {
  countRequest(record: UsageRecord): void;
}

/** Registers the counters of policies. Groups are the operator's, outcomes and errors the router's own words. */
export function createPolicyMeters(registry: Registry): PolicyMeters {
  const runs = new Counter({
    name: 'smart_router_policy_runs_total',
    help: 'Requests whose group has a policy, by what became of its word.',
    labelNames: [...labelNames, 'outcome', 'error'] as const,
    registers: [registry],
  });
  const seconds = new Histogram({
    name: 'smart_router_policy_seconds',
    help: 'From the question to the answer of a policy.',
    labelNames,
    buckets: secondsBuckets,
    registers: [registry],
  });
  return {
    countRequest({ group = 'none', decision }) {
      if (decision?.policy !== undefined) count(group, decision.policy);
    },
  };

  function count(group: string, { kind: policy, outcome, error, durationMs }: PolicyRecord): void {
    runs.inc({ group, policy, outcome, error: error ?? 'none' });
    if (durationMs !== undefined) seconds.observe({ group, policy }, durationMs / 1000);
  }
}
