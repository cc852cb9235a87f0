import { newRequestId, type TermScore, type UsageRecord } from '@smart-router/core';
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
    connectedMs: 3.2,
    firstByteMs: 12.4,
    firstTokenMs: 40,
    upstreamRequestId: 'req_upstream',
    timeoutPhase: undefined,
    requestBytes: 2100,
    responseBytes: 4096,
  } as const;
  const target = {
    provider: 'openai',
    dialect: 'openai-responses',
    weight: 0.5,
    reasons: [],
    lostFieldCount: 2,
  } as const;
  const score: TermScore = {
    ...{ kind: 'term', final: 0.75, live: 0.8, term: 'balanced', observationCount: 40, isOverThreshold: false },
    parts: { cost: 0.9, latency: 0.5, throughput: 0.4, reliability: 1, complexity: 0.2, eval_quality: 0.7, cache: 0 },
  };
  return {
    requestId: newRequestId(startedAt, randomBytes),
    startedAt,
    durationMs: 1234.6,
    firstTokenMs: 56.2,
    bodyReadMs: 1.4,
    plannedMs: 2.6,
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
        ...{ errorClass: 'rate_limited', retryAfterMs: 2000, isKept: false },
      },
      {
        ...attempt,
        ...{ number: 2, target: 'openai/gpt-5-mini', durationMs: 1100, upstreamStatus: 200 },
        ...{ errorClass: undefined, retryAfterMs: undefined, isKept: true },
      },
    ],
    decision: {
      ...{ strategy: 'weighted', candidateCount: 3, eligibleCount: 2, selectedTarget: 'openai/gpt-5' },
      ...{ fallbackCount: 1, needs: ['text', 'tools', 'max_tokens'], outputCapTokens: 4096, toolSchemaBytes: 512 },
      ...{ isIssuerBound: false, prefersHome: true, drawPerMillion: 250_000, affinity: 'miss', isColdStart: false },
      policy: {
        ...{ kind: 'external', outcome: 'fallback', durationMs: 301.6, error: 'timeout', choice: undefined },
        ...{ classLabel: undefined, version: '0a1b2c3d4e5f' },
      },
      shape: {
        ...{ toolChoice: 'required', parallelToolCalls: true, structuredOutput: false, prefill: false },
        ...{ systemInside: false, modalities: ['text', 'image'], hostedTools: ['web_search', 'other'] },
        ...{ lossyFields: ['background'], features: ['forced_tool_choice'], asksReasoning: true },
        ...{ reasoningEffort: 'high', reasoningBudgetTokens: 8192, isDialectBound: false, boundIssuer: undefined },
        ...{ homeIssuer: 'openai', homeDialect: 'openai-responses' },
        conversationKey: 'ck_0123456789abcdef0123456789abcdef',
      },
    },
    candidates: [
      { ...target, number: 1, target: 'openai/gpt-5', model: 'gpt-5-2026', place: 1, score },
      {
        ...target,
        number: 2,
        target: 'openai/gpt-5-mini',
        model: 'gpt-5-mini',
        place: 2,
        score: { ...score, final: 0.25, live: undefined },
      },
      {
        ...{ number: 3, target: 'anthropic/opus', provider: 'anthropic', model: 'opus', dialect: 'anthropic-messages' },
        ...{ weight: 0.5, reasons: ['modality', 'context'], place: undefined, lostFieldCount: 1 },
        score: undefined,
      },
    ],
    traceEvents: [{ number: 1, event: 'retry-waited', atMs: 180.4, attemptNumber: 2, waitedMs: 120 }],
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
    tokens: {
      input: 100,
      cachedInput: 20,
      cacheWrite5m: 3,
      cacheWrite1h: 4,
      output: 50,
      reasoning: 10,
      imageInput: 30,
    },
    estimatedInputTokens: 120,
    reservedOutputTokens: 4096,
    counted: { admittedAt: startedAt, tokens: 177, costNanoUsd: 9_007_199_254_740_993n },
    costNanoUsd: 9_007_199_254_740_993n,
    costBasis: 'computed',
    upstreamCostNanoUsd: 9_007_199_254_740_995n,
    serviceTier: 'priority',
    prices: {
      inputMicroUsdPerMillion: 1_250_000,
      cachedInputMicroUsdPerMillion: 125_000,
      cacheWrite5mMicroUsdPerMillion: 1,
      cacheWrite1hMicroUsdPerMillion: 2,
      outputMicroUsdPerMillion: 10_000_000,
      reasoningMicroUsdPerMillion: 12_000_000,
      imageInputMicroUsdPerMillion: 3,
      imageMicroUsd: 4,
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
