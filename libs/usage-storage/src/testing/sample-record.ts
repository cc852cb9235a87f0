import { newRequestId, type UsageRecord } from '@smart-router/core';
import { randomBytes } from 'node:crypto';

/** A served request with one failed attempt before it; times are now. */
export function sampleRecord(change: Partial<UsageRecord> = {}): UsageRecord {
  const startedAt = Date.now();
  const attempt = {
    provider: 'openai',
    model: 'gpt-5-2026',
    dialect: 'openai-responses',
    credentialId: 'main',
    startedAt,
    firstByteMs: 12.4,
    firstTokenMs: 40,
    upstreamRequestId: 'req_upstream',
  } as const;
  return {
    requestId: newRequestId(startedAt, randomBytes),
    startedAt,
    durationMs: 1234.6,
    firstTokenMs: 56.2,
    tokenId: 'rtr_acme_ada_engine_prod_k20260614abcd',
    keyId: 'rtr_acme_ada_engine_prod_k20260101abcd',
    user: 'ada',
    project: 'engine',
    environment: 'prod',
    organization: 'acme',
    clientRequestId: 'client-1',
    client: 'codex',
    inboundDialect: 'openai-chat',
    requestedModel: 'default',
    group: 'default',
    target: 'openai/gpt-5',
    provider: 'openai',
    model: 'gpt-5-2026',
    targetDialect: 'openai-responses',
    stream: true,
    status: 200,
    onDisconnect: undefined,
    errorType: undefined,
    errorClass: undefined,
    finish: 'stop',
    attempts: [
      {
        ...attempt,
        ...{ number: 1, target: 'openai/gpt-5', durationMs: 30, upstreamStatus: 429 },
        ...{ errorClass: 'rate_limited', retryAfterMs: 2000 },
      },
      {
        ...attempt,
        ...{ number: 2, target: 'openai/gpt-5-mini', durationMs: 1100, upstreamStatus: 200 },
        ...{ errorClass: undefined, retryAfterMs: undefined },
      },
    ],
    callerShapeEvents: [
      {
        ...{ number: 1, at: startedAt, decision: 'queued', bucket: 'key.request_start_per_sec' },
        ...{ retryAfterMs: undefined, waitedMs: 40 },
      },
    ],
    upstreamShapeEvents: [
      {
        ...{ number: 1, at: startedAt, decision: 'cooldown_started', bucket: 'model.backoff', attemptNumber: 1 },
        ...{ retryAfterMs: 2000, waitedMs: undefined, errorClass: 'rate_limited', probe: false },
        upstream: {
          ...{ target: 'openai/gpt-5', provider: 'openai', model: 'gpt-5-2026', dialect: 'openai-responses' },
          credentialId: 'main',
        },
      },
    ],
    fallbackUsed: true,
    tokens: { input: 100, cachedInput: 20, cacheWrite5m: 3, cacheWrite1h: 4, output: 50, reasoning: 10 },
    estimatedInputTokens: 120,
    reservedOutputTokens: 4096,
    counted: { admittedAt: startedAt, tokens: 177, costNanoUsd: 9_007_199_254_740_993n },
    costNanoUsd: 9_007_199_254_740_993n,
    costBasis: 'computed',
    prices: {
      inputMicroUsdPerMillion: 1_250_000,
      cachedInputMicroUsdPerMillion: 125_000,
      cacheWrite5mMicroUsdPerMillion: 1,
      cacheWrite1hMicroUsdPerMillion: 2,
      outputMicroUsdPerMillion: 10_000_000,
      imageInputMicroUsdPerMillion: 3,
      source: 'price page',
      updated: '2026-11-01',
    },
    requestBytes: 2048,
    toolCount: 2,
    imageCount: 1,
    notes: ['logprobs: dropped, no equivalent', 'seed: dropped, no equivalent'],
    catalogHash: 'c0ffee',
    ...change,
  };
}
