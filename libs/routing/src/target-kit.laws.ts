import { noObservations, type AskFacts, type Endpoint, type Target } from '@smart-router/core';
import type { Signals } from './strategy.js';

const curve = { minMs: 1000, maxMs: 60_000, multiplier: 2, honorRetryAfter: true };

const endpoint: Endpoint = {
  provider: 'lab',
  dialect: 'openai-chat',
  baseUrl: 'http://127.0.0.1:9000/v1',
  auth: 'none',
  headers: {},
  credentials: [{ id: 'main', key: undefined, priority: 0, weight: 1, disabled: false }],
  credentialStrategy: 'round-robin',
  issuer: 'lab',
  backoff: { hintMaxMs: 0, rateLimit: curve, quota: curve, failure: { ...curve, threshold: 5, windowMs: 30_000 } },
};

/** A target of that id and weight; nothing else of it matters to an order. */
export function target(id: string, weight = 1): Target {
  return {
    id,
    modelRef: id,
    model: id,
    endpoint,
    weight,
    tier: undefined,
    tags: [],
    toolOnly: false,
    disabled: false,
    contextTokens: undefined,
    capabilities: {
      inputModalities: ['text'],
      outputModalities: ['text'],
      tools: false,
      toolChoice: false,
      parallelToolCalls: false,
      structuredOutputs: false,
      reasoning: undefined,
      prefill: false,
      systemMessages: 'any',
      countTokens: false,
      hostedTools: [],
      maxOutputTokens: undefined,
      minOutputTokens: undefined,
      honorsMaxTokens: true,
      outputTokenField: undefined,
      unsupportedFeatures: [],
    },
    requestLimits: { maxRequestBytes: undefined, maxEstimatedInputTokens: undefined, maxToolSchemaBytes: undefined },
    prices: undefined,
    timeouts: { connectMs: 0, firstByteMs: 0, firstTokenMs: 0, reasoningFirstTokenMs: 0, idleMs: 0, totalMs: 0 },
    shapes: [],
  };
}

/** Numbers in [0, 1) that repeat for the same seed (mulberry32). */
export function seededRng(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

/** A short question in plain text. */
export const plainFacts: AskFacts = {
  dialect: 'openai-chat',
  model: 'group',
  stream: false,
  requestBytes: 200,
  estimatedInputTokens: 20,
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
};

/** Signals of a plain question, about targets nobody observed. */
export function signals(given: Partial<Signals> = {}): Signals {
  return {
    rng: seededRng(1),
    nowMs: 0,
    facts: plainFacts,
    observations: noObservations,
    lastFirst: () => undefined,
    warmTarget: undefined,
    ...given,
  };
}
