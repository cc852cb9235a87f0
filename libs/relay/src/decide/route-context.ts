import type { AskFacts, Observed, ReasoningWish, Target } from '@smart-router/core';
import { complexityOf, type RouteContext, type RouteRequest, type RouteTarget } from '@smart-router/routing';
import type { DecisionQuestion } from './decide.js';
import { knownEffort, knownHostedTools } from './shape-words.js';

/** What a policy sees is of the last so many milliseconds. */
const observedWindowMs = 600_000;

const microUsd = 1_000_000;

/** What a policy is told: plain data, without a key and without a word of the caller's. */
export function routeContext(question: DecisionQuestion, candidates: readonly Target[]): RouteContext {
  const { group, facts, caller, signals, conversationKey } = question;
  const { tokenId, keyId, organization, user, project, environment } = caller;
  return defined({
    group: group.name,
    request: routeRequest(facts),
    caller: { tokenId, keyId, organization, user, project, environment },
    targets: candidates.map((target, index) =>
      routeTarget(target, index, signals.observations.of(target.id, observedWindowMs, signals.nowMs)),
    ),
    warmTarget: signals.warmTarget,
    conversationKey,
    now: signals.nowMs,
  });
}

function routeRequest(facts: AskFacts): RouteRequest {
  const { dialect, stream, requestBytes, estimatedInputTokens, outputCap, toolCount, toolSchemaBytes } = facts;
  const { toolChoice, hostedTools, modalities, imageCount, structuredOutput, reasoning } = facts;
  return defined({
    ...{ dialect, stream, requestBytes, estimatedInputTokens, outputCap, toolCount, toolSchemaBytes, toolChoice },
    ...{ modalities, imageCount, structuredOutput, hostedTools: knownHostedTools(hostedTools) },
    reasoning: reasoning && reasoningOf(reasoning),
    complexity: complexityOf(facts),
  });
}

/** Any words may stand for the effort: those of a closed list are told, as a rehearsal tells them. */
function reasoningOf({ effort, budgetTokens }: ReasoningWish): NonNullable<RouteRequest['reasoning']> {
  return defined({ effort: effort && knownEffort(effort), budgetTokens });
}

function routeTarget(target: Target, index: number, observed: Observed | undefined): RouteTarget {
  const { id, modelRef, model, endpoint, tier, tags, weight, contextTokens, capabilities, prices, validation } = target;
  return defined({
    ...{ index, id, provider: endpoint.provider, modelRef, model, dialect: endpoint.dialect, tier, tags, weight },
    ...{ contextTokens, maxOutputTokens: capabilities.maxOutputTokens },
    inputPricePerMillionUsd: usd(prices?.inputMicroUsdPerMillion),
    cachedInputPricePerMillionUsd: usd(prices?.cachedInputMicroUsdPerMillion),
    outputPricePerMillionUsd: usd(prices?.outputMicroUsdPerMillion),
    validation:
      validation &&
      defined({
        status: validation.status,
        qualityScore: validation.qualityScore,
        passRate: validation.passRate,
      }),
    observed: observed && observedOf(observed),
  });
}

function observedOf(observed: Observed): NonNullable<RouteTarget['observed']> {
  const { count, errorRate, timeoutRate, latencyP50Ms, latencyP95Ms, firstTokenP50Ms, outputTokensPerSec } = observed;
  return defined({ count, errorRate, timeoutRate, latencyP50Ms, latencyP95Ms, firstTokenP50Ms, outputTokensPerSec });
}

function usd(price: number | undefined): number | undefined {
  return price === undefined ? undefined : price / microUsd;
}

type Defined<Value> = { [Key in keyof Value]: Exclude<Value[Key], undefined> };

/** Without the keys that say nothing. */
function defined<Value extends object>(value: Value): Defined<Value> {
  // What is left has no undefined value, which is all that differs.
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as Defined<Value>;
}
