import { Counter, Histogram, type Registry } from 'prom-client';
import { totalInputTokens, type UsageRecord } from '@smart-router/core';
import type { RelayEvent } from '@smart-router/relay';

const secondsBuckets = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300];

/** Counts what requests do. */
export interface RequestMeters {
  countRequest(record: UsageRecord): void;
  countStranger(errorType: string): void;
  countCount(event: Extract<RelayEvent, { kind: 'tokens-counted' }>): void;
  countBenched(event: Extract<RelayEvent, { kind: 'credential-benched' }>): void;
  countWarnings(buckets: readonly string[]): void;
}

/** Registers the counters and histograms of requests. */
export function createRequestMeters(registry: Registry): RequestMeters {
  const meters = registerMeters(registry);
  return {
    countRequest(record) {
      const group = record.group ?? 'none';
      const target = record.target ?? 'none';
      meters.requests.inc({ dialect: record.inboundDialect, group, target, status: record.status });
      if (record.errorType !== undefined) meters.errors.inc({ type: record.errorType });
      for (const { target, errorClass } of record.attempts)
        meters.attempts.inc({ target, class: errorClass ?? 'served' });
      if (record.fallbackUsed) meters.fallbacks.inc({ group });
      meters.tokens.inc({ group, direction: 'input' }, totalInputTokens(record.tokens) ?? 0);
      meters.tokens.inc({ group, direction: 'output' }, record.tokens.output ?? 0);
      meters.cost.inc({ group }, Number(record.costNanoUsd ?? 0n) / 1e9);
      meters.latency.observe({ group }, record.durationMs / 1000);
      if (record.firstTokenMs !== undefined) meters.firstToken.observe({ group }, record.firstTokenMs / 1000);
    },
    countStranger: (type) => meters.strangers.inc({ type }),
    countCount: ({ dialect, group = 'none', by = 'nobody', status }) =>
      meters.counts.inc({ dialect, group, by, status }),
    countBenched: ({ provider, credentialId, errorClass }) =>
      meters.benched.inc({ provider, credential: credentialId, class: errorClass }),
    countWarnings: (buckets) => buckets.forEach((bucket) => meters.warnings.inc({ bucket })),
  };
}

function registerMeters(registry: Registry) {
  const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Counter({ name: `smart_router_${name}`, help, labelNames, registers: [registry] });
  const histogram = (name: string, help: string) =>
    new Histogram({
      name: `smart_router_${name}`,
      help,
      labelNames: ['group'],
      buckets: secondsBuckets,
      registers: [registry],
    });
  return {
    requests: counter('requests_total', 'Requests with a valid token.', ['dialect', 'group', 'target', 'status']),
    errors: counter('errors_total', 'Requests answered with a fault.', ['type']),
    attempts: counter('attempts_total', 'Calls at providers.', ['target', 'class']),
    fallbacks: counter('fallbacks_total', 'Requests served by another than the first target.', ['group']),
    tokens: counter('tokens_total', 'Tokens as providers reported them.', ['group', 'direction']),
    cost: counter('cost_usd_total', 'Cost in USD at frozen prices.', ['group']),
    strangers: counter('strangers_refused_total', 'Requests without a valid token.', ['type']),
    counts: counter('token_counts_total', 'Requests to count tokens.', ['dialect', 'group', 'by', 'status']),
    benched: counter('credentials_benched_total', 'Times a provider turned a credential away.', [
      ...(['provider', 'credential', 'class'] as const),
    ]),
    // Four kinds of holders with eleven limits each: the labels are bounded.
    warnings: counter('soft_limit_warnings_total', 'Requests let in past a soft percentage.', ['bucket']),
    latency: histogram('latency_seconds', 'Arrival to end.'),
    firstToken: histogram('first_token_seconds', 'Arrival to first content of a stream.'),
  };
}
