import { randomBytes } from 'node:crypto';
import { newRequestId, type UsageRecord } from '@smart-router/core';

/** A request that came to no attempt, and was charged 7 nano-USD all the same, so that sums have something to add. */
export function refusedRecord(startedAt: number): UsageRecord {
  return {
    ...{ requestId: newRequestId(startedAt, randomBytes), startedAt, durationMs: 12, firstTokenMs: undefined },
    ...{ bodyReadMs: undefined, plannedMs: undefined, tokenId: 'token', keyId: 'key', user: 'ada', project: 'engine' },
    ...{ environment: 'prod', organization: 'acme', clientRequestId: undefined, client: undefined },
    inboundDialect: 'openai-chat',
    ...{ requestedModel: 'chat', group: 'chat', target: undefined, provider: undefined, model: undefined },
    ...{
      targetDialect: undefined,
      stream: false,
      status: 503,
      onDisconnect: undefined,
      errorType: 'no-eligible-target',
    },
    ...{ errorClass: undefined, finish: undefined, attempts: [], decision: undefined, candidates: [], traceEvents: [] },
    ...{ callerShapeEvents: [], upstreamShapeEvents: [], fallbackUsed: false },
    tokens: {},
    ...{ estimatedInputTokens: 3, reservedOutputTokens: undefined, counted: undefined, costNanoUsd: 7n },
    costBasis: 'reported',
    ...{ upstreamCostNanoUsd: undefined, serviceTier: undefined, prices: undefined, requestBytes: 9, toolCount: 0 },
    ...{ imageCount: 0, notes: [], catalogHash: 'c0ffee' },
  };
}
