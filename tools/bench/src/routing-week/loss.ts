import { costUsd, type Question } from './attempt.js';
import type { Condition } from './world.js';

/** What a second of waiting is worth to a caller. */
const waitUsdPerSecond = 0.001;

/** What a request that nobody served costs its caller. */
const failureUsd = 0.02;

/** What came of a request. */
export interface Served {
  readonly question: Question;
  /** From its start to the end of its last attempt. */
  readonly waitMs: number;
  /** Of the target that served; `undefined` when none did. */
  readonly by: Condition | undefined;
  /** Those of the question that its cache had. */
  readonly cachedTokens: number;
}

/** The loss of a request in USD: what it cost, the time it took (failed attempts included), and whether it failed. */
export function lossUsd({ question, waitMs, by, cachedTokens }: Served): number {
  return (by === undefined ? failureUsd : costUsd(by, question, cachedTokens)) + (waitMs / 1_000) * waitUsdPerSecond;
}

/** What an attempt there is expected to lose: what who knew everything would go by. */
export function expectedLossUsd(condition: Condition, question: Question): number {
  const { latencyMs, errorRate, timeoutRate } = condition;
  const fails = errorRate + timeoutRate;
  const seconds = (latencyMs * 1.13 * (1 - fails) + 30_000 * timeoutRate + 300 * errorRate) / 1_000; // 1.13: mean over median
  // Who fails is asked again elsewhere: about as dear as here.
  return (costUsd(condition, question) + seconds * waitUsdPerSecond) / Math.max(0.05, 1 - fails);
}
