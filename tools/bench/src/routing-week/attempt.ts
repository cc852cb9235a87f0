import type { UpstreamClass } from '@smart-router/core';
import { logNormal } from './seeded-rng.js';
import type { Condition } from './world.js';

/** How an attempt ended. */
export interface SimulatedEnd {
  /** `undefined` when it served. */
  readonly errorClass: UpstreamClass | undefined;
  readonly latencyMs: number;
}

/** A question, the same whoever answers it. */
export interface Question {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** An attempt that hangs is given up after this. */
const timeoutMs = 30_000;

/** A failure comes back fast. */
const failureMs = 300;

/** How far answers of one target differ in time, as the spread of a log-normal distribution. */
const spread = 0.5;

/**
 * Plays one attempt.
 * @param load the attempts it gets as a share of those it bears: above 1 some are refused and all are slower.
 */
export function playAttempt(condition: Condition, load: number, rng: () => number): SimulatedEnd {
  const [fate, tooMany] = [rng(), rng()];
  const latencyMs = logNormal(condition.latencyMs, spread, rng) * Math.max(1, load) ** 2;
  if (tooMany < 1 - 1 / Math.max(1, load)) return { errorClass: 'rate_limited', latencyMs: failureMs };
  if (fate < condition.errorRate) return { errorClass: 'server_error', latencyMs: failureMs };
  if (fate < condition.errorRate + condition.timeoutRate || latencyMs >= timeoutMs)
    return { errorClass: 'timeout', latencyMs: timeoutMs };
  return { errorClass: undefined, latencyMs };
}

/** What is read from a cache costs a tenth. */
export const cachedPriceShare = 0.1;

/** What an answer costs there, in USD. */
export function costUsd({ inputUsd, outputUsd }: Condition, question: Question, cachedTokens = 0): number {
  const { inputTokens, outputTokens } = question;
  const paidInFull = inputTokens - (1 - cachedPriceShare) * cachedTokens;
  return (paidInFull * inputUsd + outputTokens * outputUsd) / 1_000_000;
}
