import type { Prices, Target } from '@smart-router/core';
import { toCapabilities, toRequestLimits } from '@smart-router/eligibility';

const curve = { minMs: 1_000, maxMs: 60_000, multiplier: 2, honorRetryAfter: true };

/** A target as the configuration would make it; only what strategies read matters here. */
export function benchTarget(id: string, prices: Prices, weight = 1): Target {
  return {
    id,
    modelRef: id,
    model: id,
    endpoint: {
      provider: id,
      dialect: 'openai-chat',
      baseUrl: 'http://127.0.0.1:9/v1',
      auth: 'none',
      headers: {},
      credentials: [],
      credentialStrategy: 'round-robin',
      issuer: id,
      backoff: { hintMaxMs: 0, rateLimit: curve, quota: curve, failure: { ...curve, threshold: 5, windowMs: 30_000 } },
    },
    weight,
    tier: undefined,
    tags: [],
    toolOnly: false,
    disabled: false,
    contextTokens: undefined,
    capabilities: toCapabilities({}),
    requestLimits: toRequestLimits({}),
    prices,
    timeouts: { connectMs: 0, firstByteMs: 0, firstTokenMs: 0, reasoningFirstTokenMs: 0, idleMs: 0, totalMs: 0 },
    shapes: [],
  };
}

/** The facts of a short question in plain text. */
export const benchFacts = {
  dialect: 'openai-chat',
  model: 'group',
  stream: false,
  requestBytes: 6_000,
  estimatedInputTokens: 1_500,
  outputCap: undefined,
  toolCount: 0,
  toolSchemaBytes: 0,
  toolChoice: undefined,
  parallelToolCalls: undefined,
  hostedTools: [],
  modalities: ['text'],
  imageCount: 0,
  structuredOutput: false,
  reasoning: undefined,
  prefill: false,
  systemInside: false,
  fields: [],
  features: [],
  bound: [],
} as const;
