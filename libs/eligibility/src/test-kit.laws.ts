import type { AskFacts, Capabilities, Endpoint, Target } from '@smart-router/core';
import { toCapabilities } from './capability-options.js';

/** A request that needs nothing special. */
export const plainFacts: AskFacts = {
  dialect: 'openai-chat',
  model: 'default',
  stream: false,
  requestBytes: 200,
  estimatedInputTokens: 50,
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
  fields: ['model', 'messages'],
  features: [],
  bound: [],
};

const endpoint: Endpoint = {
  provider: 'openai',
  dialect: 'openai-chat',
  baseUrl: 'https://api.example.com/v1',
  auth: 'bearer',
  headers: {},
  credentials: [{ id: 'main', key: undefined, priority: 0, weight: 1, disabled: false }],
  credentialStrategy: 'round-robin',
  issuer: 'openai',
  backoff: {
    hintMaxMs: 600_000,
    rateLimit: { minMs: 1000, maxMs: 60_000, multiplier: 2, honorRetryAfter: true },
    quota: { minMs: 30_000, maxMs: 600_000, multiplier: 2, honorRetryAfter: true },
    failure: { threshold: 5, windowMs: 30_000, minMs: 2000, maxMs: 30_000, multiplier: 2 },
  },
};

/** What a test says of a target; the rest is a bare text model. */
export interface TargetParts extends Partial<Omit<Target, 'endpoint' | 'capabilities'>> {
  readonly endpoint?: Partial<Endpoint>;
  readonly capabilities?: Partial<Capabilities>;
}

/** A target with these parts. */
export function target(parts: TargetParts = {}): Target {
  return {
    id: 'openai/plain',
    modelRef: 'plain',
    model: 'plain-1',
    weight: 1,
    tier: undefined,
    tags: [],
    toolOnly: false,
    disabled: false,
    contextTokens: undefined,
    requestLimits: { maxRequestBytes: undefined, maxEstimatedInputTokens: undefined, maxToolSchemaBytes: undefined },
    prices: undefined,
    timeouts: { connectMs: 0, firstByteMs: 0, firstTokenMs: 0, reasoningFirstTokenMs: 0, idleMs: 0, totalMs: 0 },
    shapes: [],
    ...parts,
    endpoint: { ...endpoint, ...parts.endpoint },
    capabilities: { ...toCapabilities({}), ...parts.capabilities },
  };
}
