import type { StoredRequest } from '@smart-router/usage-storage';
import type { Draws } from '../draws.js';
import type { Incidents } from '../incidents.js';

/** What becomes of a replayed request wherever it goes. */
export interface RequestFate {
  /** The targets that cannot serve it. */
  readonly failsAt: readonly string[];
  readonly usage: Readonly<Record<'input' | 'cached' | 'cacheWritten' | 'output' | 'reasoning', number>>;
}

/** How often an attempt fails in the month, and while a provider is out. */
const failureShares = { ordinary: 0.006, outage: 0.93 } as const;

/** Of answers that nobody gave, so that nobody knows how long they would have been. */
const likelyOutputTokens = 400;

/** An estimate is that much more than what was counted, in the middle. */
const estimateExcess = 1.06;

/** Where it was asked, it fares as it did; elsewhere as often well or badly as any request of that time. */
export function fateOf(
  request: StoredRequest,
  targets: readonly string[],
  { incidents, draws }: { readonly incidents: Incidents; readonly draws: Draws },
): RequestFate {
  return { failsAt: targets.filter((target) => fails(request, target, incidents, draws)), usage: usageOf(request) };
}

function fails(request: StoredRequest, target: string, { outage }: Incidents, draws: Draws): boolean {
  const { attempts, candidates, startedAt } = request;
  const tried = attempts.find((attempt) => attempt.target === target);
  if (tried !== undefined) return tried.errorClass !== undefined && tried.errorClass !== 'caller_gone';
  const served = attempts.find(({ errorClass }) => errorClass === undefined || errorClass === 'caller_gone');
  const placeOf = (id: string | undefined) => candidates.find((candidate) => candidate.target === id)?.place;
  // It was left alone after failures of others: it would have failed.
  const [place, servedPlace] = [placeOf(target), placeOf(served?.target)];
  if (place !== undefined && (served === undefined || (servedPlace !== undefined && place < servedPlace))) return true;
  const isOut = target.startsWith(`${outage.provider}/`) && startedAt >= outage.from && startedAt < outage.to;
  return draws.chance(isOut ? failureShares.outage : failureShares.ordinary);
}

function usageOf({ tokens, estimatedInputTokens, status }: StoredRequest): RequestFate['usage'] {
  const { input = 0, cachedInput = 0, cacheWrite5m = 0, output, reasoning = 0 } = tokens;
  if (output !== undefined) return { input, cached: cachedInput, cacheWritten: cacheWrite5m, output, reasoning };
  const none = { cached: 0, cacheWritten: 0, reasoning: 0 };
  // Whoever left was billed by the estimate of the input alone.
  if (status === 499) return { ...none, input: estimatedInputTokens, output: 0 };
  return { ...none, input: Math.round(estimatedInputTokens / estimateExcess), output: likelyOutputTokens };
}
