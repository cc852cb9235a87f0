import type { DialectName, Prices } from '@smart-router/core';

/** A model at a provider, and how it behaves. */
export interface Target {
  readonly target: string;
  readonly provider: string;
  readonly model: string;
  readonly dialect: DialectName;
  readonly prices: Prices | undefined;
  /** The prices from the day of the price change on. */
  readonly laterPrices?: Prices;
  readonly firstTokenMs: number;
  readonly tokensPerSec: number;
  readonly contextTokens: number;
  readonly readsImages: boolean;
}

/** A group that callers ask for. */
export interface Group {
  readonly name: string;
  readonly strategy: 'failover' | 'weighted' | 'static';
  readonly targets: readonly { readonly target: Target; readonly weight: number; readonly isCanary?: true }[];
}

const usd = (input: number, output: number, cached: number, written?: number): Prices => ({
  inputMicroUsdPerMillion: input * 1e6,
  outputMicroUsdPerMillion: output * 1e6,
  cachedInputMicroUsdPerMillion: cached * 1e6,
  ...(written === undefined ? {} : { cacheWrite5mMicroUsdPerMillion: written * 1e6 }),
  ...{ source: 'price list', updated: '2026-01-05' },
});

const messages = { dialect: 'anthropic-messages', contextTokens: 200_000, readsImages: true } as const;
const responses = { dialect: 'openai-responses', contextTokens: 400_000, readsImages: true } as const;

const sonnet: Target = {
  ...{ ...messages, target: 'anthropic/sonnet', provider: 'anthropic', model: 'claude-sonnet-4-5' },
  ...{ prices: usd(3, 15, 0.3, 3.75), firstTokenMs: 1100, tokensPerSec: 70 },
};
const bedrock: Target = { ...sonnet, target: 'bedrock/sonnet', provider: 'bedrock', firstTokenMs: 1500 };
const opus: Target = {
  ...{ ...messages, target: 'anthropic/opus', provider: 'anthropic', model: 'claude-opus-4-5' },
  ...{ prices: usd(5, 25, 0.5, 6.25), firstTokenMs: 1900, tokensPerSec: 45 },
};
const haiku: Target = {
  ...{ ...messages, target: 'anthropic/haiku', provider: 'anthropic', model: 'claude-haiku-4-5' },
  ...{ prices: usd(1, 5, 0.1, 1.25), firstTokenMs: 600, tokensPerSec: 130 },
};
const gpt: Target = {
  ...{ ...responses, target: 'openai/gpt-5', provider: 'openai', model: 'gpt-5-2025-08-07' },
  ...{ prices: usd(1.25, 10, 0.125), laterPrices: { ...usd(1, 8, 0.1), updated: '2026-02-16' } },
  ...{ firstTokenMs: 900, tokensPerSec: 85 },
};
const azure: Target = { ...gpt, target: 'azure/gpt-5', provider: 'azure', firstTokenMs: 1200 };
const canary: Target = {
  ...{ ...gpt, target: 'openai/gpt-5-next', model: 'gpt-5-next-preview', firstTokenMs: 2600, tokensPerSec: 32 },
  ...{ prices: usd(2.5, 20, 0.25), laterPrices: usd(2.5, 20, 0.25) },
};
const mini: Target = {
  ...{ ...responses, target: 'openai/gpt-5-mini', provider: 'openai', model: 'gpt-5-mini-2025-08-07' },
  ...{ prices: usd(0.25, 2, 0.025), firstTokenMs: 500, tokensPerSec: 140 },
};
/** A model of the company's own that nobody has priced. */
const lab: Target = {
  ...{ target: 'lab/qwen-coder', provider: 'lab', model: 'qwen3-coder-480b', dialect: 'openai-chat' },
  ...{ prices: undefined, firstTokenMs: 400, tokensPerSec: 55, contextTokens: 128_000, readsImages: false },
};

const only = (...targets: readonly Target[]): Group['targets'] => targets.map((target) => ({ target, weight: 1 }));

/** The groups of the company, as company.yaml configures them. */
export const groups = {
  coding: { name: 'coding', strategy: 'failover', targets: only(sonnet, bedrock) },
  'coding-max': { name: 'coding-max', strategy: 'failover', targets: only(opus, bedrock) },
  assistant: {
    ...{ name: 'assistant', strategy: 'weighted' },
    targets: [
      { target: gpt, weight: 95 },
      { target: canary, weight: 5, isCanary: true },
      { target: azure, weight: 0 },
    ],
  },
  fast: { name: 'fast', strategy: 'failover', targets: only(mini, haiku) },
  bulk: { name: 'bulk', strategy: 'failover', targets: only(haiku, mini) },
  lab: { name: 'lab', strategy: 'static', targets: only(lab) },
} as const satisfies Record<string, Group>;

/** The name of a group. */
export type GroupName = keyof typeof groups;
