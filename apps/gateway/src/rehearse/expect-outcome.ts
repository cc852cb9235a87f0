import { costOf, pricesOfTier, type Target, type TokenCounts } from '@smart-router/core';
import type { Decision } from '@smart-router/relay';
import type { DecidedRequest } from './ask-again.js';
import type { Durations } from './durations.js';
import type { PeriodHistory } from './period-history.js';
import type { RehearsedWorld } from './rehearsed-world.js';
import { billedUsage, tokensAfter } from './tokens-at.js';
import type { Happened } from './what-happened.js';

/** What is to be expected of one plan. Shares are 0 to 1. */
export interface Expectation {
  /** `undefined` where a target without the needed prices may serve. */
  readonly costNanoUsd: number | undefined;
  readonly servedShare: number;
  /** The part of it by targets that were never asked in the period. */
  readonly unknownShare: number;
  /** The part of it by another model than the one that counted the tokens. */
  readonly otherModelShare: number;
  /** Whether its tokens are an estimate, since nobody served it then. */
  readonly isEstimated: boolean;
  /** How long it takes, by chance; nothing where nothing is known. */
  readonly durations: readonly LikelyDuration[];
}

/** A duration, or a spread of them, and how likely it is. */
export interface LikelyDuration {
  readonly share: number;
  readonly laterMs: number;
  readonly known: number | Durations;
}

/** What expectations are made of beside the request. */
export interface ExpectationHouse {
  readonly history: PeriodHistory;
  readonly world: RehearsedWorld;
  readonly happened: Happened;
  readonly maxAttempts: number;
}

/** So small a chance is none. */
const smallestShare = 1e-6;

/** Asks the targets of a plan one after the other: as they did in this very request, else as they did in that hour. */
export function expectOutcome(request: DecidedRequest, { plan }: Decision, house: ExpectationHouse): Expectation {
  const { history, happened } = house;
  if (happened.kind === 'faulted') return faulted(request);
  const durations: LikelyDuration[] = [];
  const isEstimated = happened.kind !== 'served';
  let [reached, waitedMs, costNanoUsd, servedShare, unknownShare, otherModelShare] = [1, 0, 0, 0, 0, 0];
  for (const target of plan.slice(0, house.maxAttempts)) {
    const share = reached * servingChance(request, target, house);
    if (share > smallestShare) {
      const cost = costAt(request, target, house);
      costNanoUsd = cost === undefined ? Number.NaN : costNanoUsd + share * cost;
      servedShare += share;
      unknownShare += history.knows(target.id) ? 0 : share;
      otherModelShare += isOtherModel(request, target, house) ? share : 0;
      const known = durationAt(request, target, house);
      if (known !== undefined) durations.push({ share, laterMs: waitedMs, known });
    }
    reached -= share;
    waitedMs +=
      happened.outcomeAt(target.id) === 'untried' ? history.failedMs(target.id) : happened.spentMsAt(target.id);
    if (reached < smallestShare) break;
  }
  const cost = Number.isNaN(costNanoUsd) ? undefined : costNanoUsd;
  return { costNanoUsd: cost, servedShare, unknownShare, otherModelShare, isEstimated, durations };
}

/** It would have ended so anywhere. */
function faulted(request: DecidedRequest): Expectation {
  const costNanoUsd = request.costNanoUsd === undefined ? undefined : Number(request.costNanoUsd);
  const none = { servedShare: 0, unknownShare: 0, otherModelShare: 0, isEstimated: false };
  return { costNanoUsd, ...none, durations: [{ share: 1, laterMs: 0, known: request.latencyMs }] };
}

function servingChance(request: DecidedRequest, { id }: Target, { history, happened }: ExpectationHouse): number {
  const outcome = happened.outcomeAt(id);
  if (outcome !== 'untried') return outcome === 'served' ? 1 : 0;
  return 1 - history.failureRate(id, request.startedAt);
}

function costAt(request: DecidedRequest, target: Target, house: ExpectationHouse): number | undefined {
  const { servedBy } = house.happened;
  if (request.costBasis === 'reported' && servedBy === target.id && request.costNanoUsd !== undefined)
    return Number(request.costNanoUsd);
  const tokens = tokensExpected(request, target, house);
  const isSameAccount = servedBy?.startsWith(`${target.endpoint.provider}/`) === true;
  const prices = pricesOfTier(target.prices, isSameAccount ? request.serviceTier : undefined);
  const { costNanoUsd } = costOf(billedUsage(request, tokens), prices, 'computed');
  return costNanoUsd === undefined ? undefined : Number(costNanoUsd);
}

function tokensExpected(request: DecidedRequest, { id }: Target, house: ExpectationHouse): TokenCounts {
  const { history, world, happened } = house;
  const group = request.group ?? '';
  if (happened.kind !== 'served') {
    const { inputPerEstimate, outputTokens } = history.sizes(group);
    return {
      input: Math.round(request.estimatedInputTokens * inputPerEstimate),
      output: Math.round(Math.min(outputTokens, request.decision.outputCapTokens ?? Infinity)),
    };
  }
  const { conversationKey } = request.decision.shape;
  return tokensAfter(request.tokens, world.cacheAt(id, { group, conversationKey, servedBy: happened.servedBy }));
}

function isOtherModel({ model }: DecidedRequest, target: Target, { happened }: ExpectationHouse): boolean {
  return happened.kind === 'served' && happened.servedBy !== target.id && model !== target.model;
}

/** A target that served this very request takes as long as it took; another as long as its answers of that size do. */
function durationAt(
  request: DecidedRequest,
  target: Target,
  { happened, history }: ExpectationHouse,
): number | Durations | undefined {
  if (happened.servedBy !== target.id) {
    return history.servedDurations(target.id, { stream: request.stream, outputTokens: request.tokens.output });
  }
  const failedMs = request.attempts.reduce((sum, each) => sum + (each.target === target.id ? 0 : each.durationMs), 0);
  return Math.max(0, request.latencyMs - failedMs);
}
