import {
  costOf,
  newRequestId,
  type Cost,
  type Prices,
  type RequestShape,
  type TokenCounts,
  type UsageRecord,
} from '@smart-router/core';
import { attemptTargets, type Asked } from './attempt-targets.js';
import type { CallerLimits } from './caller-limits.js';
import { chooseTargets, type Choice } from './choose-targets.js';
import type { Draws } from './draws.js';
import type { Incidents } from './incidents.js';
import { groups, type Group, type Target } from './models.js';
import type { Pauses } from './pauses.js';
import type { Ask } from './sessions.js';

/** What a month's requests share. */
export interface MonthHouse {
  readonly draws: Draws;
  readonly incidents: Incidents;
  readonly limits: CallerLimits;
  readonly pauses: Pauses;
}

/** Shares of requests that end early by themselves. */
const shares = { invalid: 0.003, notAllowed: 0.002, left: 0.012 } as const;

/** The record of a request, as a router would have written it. Requests come in the order of time. */
export function answerAsk(ask: Ask, house: MonthHouse): UsageRecord {
  const { draws, limits } = house;
  if (draws.chance(shares.invalid)) return refused(ask, house, { status: 400, errorType: 'invalid-request' });
  if (draws.chance(shares.notAllowed)) return refused(ask, house, { status: 403, errorType: 'model-not-allowed' });
  const held = limits.hold(ask.holder, ask.startedAt);
  if (held !== undefined) {
    return { ...refused(ask, house, { status: 429, errorType: held.errorType }), callerShapeEvents: [held.event] };
  }
  const group: Group = groups[ask.group];
  const choice = chooseTargets(ask, group, house);
  const decided = { ...common(ask, house), ...decisionOf(ask, group, choice) };
  const asked = attemptTargets(ask, choice.plan, house);
  if (asked.served === undefined) return { ...decided, ...failureOf(choice, asked) };
  const isLeft = ask.stream && draws.chance(shares.left);
  return {
    ...decided,
    ...(isLeft
      ? leftOf(ask, asked, { target: asked.served, estimatedInputTokens: decided.estimatedInputTokens, house })
      : servedOf(ask, asked, asked.served, house)),
  };
}

const reservedOutputTokens = 4096;
const catalogHashes = ['5c0f2e51', '9be1d6aa', 'e3f70c18'] as const;

function common(ask: Ask, { draws, incidents }: MonthHouse): UsageRecord {
  const { holder, startedAt, tokens, stream, toolCount, imageCount } = ask;
  const known = totalOf(tokens) - tokens.output;
  const changes = [incidents.canaryFrom, incidents.priceChangeAt].filter((at) => startedAt >= at).length;
  return {
    ...{ requestId: newRequestId(startedAt, draws.bytes), startedAt, durationMs: draws.whole(1, 4) },
    ...{ firstTokenMs: undefined, bodyReadMs: draws.whole(0, 2), plannedMs: undefined },
    ...{ tokenId: holder.tokenId, keyId: holder.keyId, user: holder.user, project: holder.project },
    ...{ environment: holder.environment, organization: holder.organization },
    ...{ clientRequestId: undefined, client: ask.client, inboundDialect: ask.dialect },
    ...{ requestedModel: ask.group, group: ask.group, target: undefined, provider: undefined, model: undefined },
    ...{ targetDialect: undefined, stream, status: 200, onDisconnect: undefined, errorType: undefined },
    ...{ errorClass: undefined, finish: undefined, attempts: [], decision: undefined, candidates: [] },
    ...{ traceEvents: [], callerShapeEvents: [], upstreamShapeEvents: [], fallbackUsed: false, tokens: {} },
    // An estimate is never quite right.
    estimatedInputTokens: Math.ceil(known * (1 + draws.next() * 0.12)),
    ...{ reservedOutputTokens: undefined, counted: undefined, costNanoUsd: 0n, costBasis: 'computed' },
    ...{ upstreamCostNanoUsd: undefined, serviceTier: undefined, prices: undefined, requestBytes: 900 + known * 4 },
    ...{ toolCount, imageCount, notes: [], catalogHash: catalogHashes[changes] ?? catalogHashes[0] },
  };
}

function refused(
  ask: Ask,
  house: MonthHouse,
  fault: { readonly status: number; readonly errorType: string },
): UsageRecord {
  const group = fault.errorType === 'model-not-allowed' ? 'coding-max' : ask.group;
  return { ...common(ask, house), requestedModel: group, group, ...fault };
}

function decisionOf(ask: Ask, group: Group, choice: Choice): Partial<UsageRecord> {
  const needs = ['text', ...(ask.toolCount > 0 ? ['tools'] : []), ...(ask.imageCount > 0 ? ['image'] : [])];
  return {
    ...{ plannedMs: 2, reservedOutputTokens, candidates: choice.candidates },
    decision: {
      ...{ strategy: group.strategy, candidateCount: choice.candidates.length, eligibleCount: choice.plan.length },
      ...{ selectedTarget: choice.plan[0]?.target, fallbackCount: Math.max(0, choice.plan.length - 1), needs },
      ...{ outputCapTokens: undefined, toolSchemaBytes: ask.toolCount * 900, isIssuerBound: false, prefersHome: false },
      drawPerMillion: choice.drawPerMillion,
      ...{ affinity: undefined, isColdStart: undefined, policy: undefined, shape: shapeOf(ask) },
    },
  };
}

function shapeOf({ toolCount, imageCount }: Ask): RequestShape {
  return {
    ...{ toolChoice: toolCount > 0 ? 'auto' : undefined, parallelToolCalls: undefined, structuredOutput: false },
    ...{ prefill: false, systemInside: false, modalities: imageCount > 0 ? ['text', 'image'] : ['text'] },
    ...{ hostedTools: [], lossyFields: [], features: [], asksReasoning: false, reasoningEffort: undefined },
    ...{ reasoningBudgetTokens: undefined, isDialectBound: false, boundIssuer: undefined, homeIssuer: undefined },
    ...{ homeDialect: undefined, conversationKey: undefined },
  };
}

/** Nobody could serve it, or everybody failed. */
function failureOf(choice: Choice, asked: Asked): Partial<UsageRecord> {
  const last = asked.attempts.at(-1);
  if (last === undefined) {
    return choice.plan.length > 0
      ? { status: 503, errorType: 'upstream-capacity-throttled', durationMs: 3 }
      : { status: 502, errorType: 'no-eligible-target', durationMs: 3 };
  }
  const isSlow = last.errorClass === 'timeout';
  return {
    ...{ status: isSlow ? 504 : 502, errorType: isSlow ? 'upstream-timeout' : 'upstream-failed' },
    ...{ errorClass: last.errorClass, durationMs: asked.endedMs, attempts: asked.attempts },
    ...{ upstreamShapeEvents: asked.shapeEvents, traceEvents: waitsOf(asked), ...placeOf(last) },
  };
}

function servedOf(ask: Ask, asked: Asked, target: Target, house: MonthHouse): Partial<UsageRecord> {
  const prices = pricesAt(target, ask.startedAt, house.incidents);
  const cost = costOf(ask.tokens, prices, 'computed');
  return {
    ...{ ...endOf(asked, target), durationMs: asked.endedMs, tokens: ask.tokens, prices },
    finish: ask.toolCount > 0 && house.draws.chance(0.8) ? 'tool_calls' : 'stop',
    ...countedOf(ask, totalOf(ask.tokens), cost, house),
  };
}

/** The caller went away midway: what the provider would have charged is estimated from the input. */
function leftOf(
  ask: Ask,
  asked: Asked,
  left: { readonly target: Target; readonly estimatedInputTokens: number; readonly house: MonthHouse },
): Partial<UsageRecord> {
  const { target, estimatedInputTokens: input, house } = left;
  const prices = pricesAt(target, ask.startedAt, house.incidents);
  const durationMs = Math.round(asked.endedMs * (0.2 + 0.7 * house.draws.next()));
  const firstTokenMs =
    asked.firstTokenMs !== undefined && asked.firstTokenMs < durationMs ? asked.firstTokenMs : undefined;
  return {
    ...{ ...endOf(asked, target), durationMs, firstTokenMs, prices, status: 499 },
    ...{ errorType: 'client-closed-request', errorClass: 'caller_gone', onDisconnect: 'cancel' },
    traceEvents: [
      { number: 1, event: 'caller-left', atMs: durationMs, attemptNumber: asked.attempts.length, waitedMs: undefined },
    ],
    ...countedOf(ask, input + reservedOutputTokens, costOf({ input }, prices, 'estimated'), house),
  };
}

function endOf(asked: Asked, target: Target): Partial<UsageRecord> {
  return {
    ...{ firstTokenMs: asked.firstTokenMs, attempts: asked.attempts, upstreamShapeEvents: asked.shapeEvents },
    ...{ traceEvents: waitsOf(asked), fallbackUsed: asked.attempts.length > 1, ...placeOf(target) },
  };
}

function countedOf(ask: Ask, tokens: number, cost: Cost, { limits }: MonthHouse): Partial<UsageRecord> {
  limits.use(ask.holder, ask.startedAt, tokens);
  const counted = { admittedAt: ask.startedAt, tokens, costNanoUsd: cost.costNanoUsd ?? 0n };
  return { counted, costNanoUsd: cost.costNanoUsd, costBasis: cost.basis };
}

function placeOf({ target, provider, model, dialect }: Pick<Target, 'target' | 'provider' | 'model' | 'dialect'>) {
  return { target, provider, model, targetDialect: dialect };
}

function waitsOf({ attempts }: Asked): UsageRecord['traceEvents'] {
  return attempts.slice(1).map(({ number, startedAt }, index) => ({
    ...{ number: index + 1, event: 'retry-waited', attemptNumber: number, waitedMs: 0 },
    atMs: startedAt - (attempts[0]?.startedAt ?? startedAt) + 2,
  }));
}

function pricesAt(target: Target, at: number, { priceChangeAt }: Incidents): Prices | undefined {
  return at >= priceChangeAt ? (target.laterPrices ?? target.prices) : target.prices;
}

function totalOf({ input = 0, cachedInput = 0, cacheWrite5m = 0, output = 0 }: TokenCounts): number {
  return input + cachedInput + cacheWrite5m + output;
}
