import type { AskFacts, Observed, Target } from '@smart-router/core';

/** Of an answer, where the caller allows as many: nobody knows before it is written, and all targets are asked the same. */
const typicalOutputTokens = 500;

/** Of a prompt whose conversation the target served before, where it has a price for it and nothing was observed yet. */
const assumedWarmShare = 0.5;

/** What a request is expected to cost at a target, and how much of its prompt is expected to be in the cache there. */
export interface ExpectedCost {
  /** 0 to 1. */
  readonly cachedShare: number;
  /** For comparisons, not for bills: an estimate, so no integer. `undefined` without prices. */
  readonly nanoUsd: number | undefined;
}

/** What is known of a target that a request may go to. */
export interface CostQuestion {
  readonly target: Target;
  readonly facts: AskFacts;
  /** `undefined` when nothing was observed. */
  readonly observed: Observed | undefined;
  /** Whether the target served the conversation before. */
  readonly isWarm: boolean;
}

/**
 * A warm prompt is read from the cache for the observed share, at the price of cached input; everything else is a cold
 * prompt. Where callers use the cache, what is not read from it is written to it, at the price of that.
 */
export function expectedCost(question: CostQuestion): ExpectedCost {
  const { target, facts } = question;
  const cachedShare = expectedCachedShare(question);
  const { inputMicroUsdPerMillion: input, outputMicroUsdPerMillion: output } = target.prices ?? {};
  if (input === undefined || output === undefined) return { cachedShare, nanoUsd: undefined };
  const cached = target.prices?.cachedInputMicroUsdPerMillion ?? input;
  const perInputToken = cachedShare * cached + (1 - cachedShare) * uncachedPrice(question, input);
  const outputTokens = Math.min(facts.outputCap ?? typicalOutputTokens, typicalOutputTokens);
  return {
    cachedShare,
    nanoUsd: (facts.estimatedInputTokens * perInputToken + outputTokens * output) / nanoUsdDivisor,
  };
}

/** A micro-USD per million tokens is a thousandth of a nano-USD for one. */
const nanoUsdDivisor = 1_000;

function expectedCachedShare({ target, observed, isWarm }: CostQuestion): number {
  if (!isWarm) return 0;
  const { inputMicroUsdPerMillion: input = 0, cachedInputMicroUsdPerMillion: cached = input } = target.prices ?? {};
  return observed?.warmCachedInputShare ?? observed?.cachedInputShare ?? (cached < input ? assumedWarmShare : 0);
}

function uncachedPrice({ target, observed }: CostQuestion, input: number): number {
  const isCacheUsed = (observed?.cachedInputShare ?? 0) > 0;
  return isCacheUsed ? (target.prices?.cacheWrite5mMicroUsdPerMillion ?? input) : input;
}
