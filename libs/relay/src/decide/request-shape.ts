import type { AskFacts, RequestShape } from '@smart-router/core';
import type { AskState } from '../state/ask-state.js';
import { isKnownFeature, isLossyField, knownEffort, knownHostedTools, knownWords } from './shape-words.js';

/**
 * What the facts of a request say of its shape: closed words only, so that nothing a caller wrote is kept. Written out rather
 * than spread: every request passes here.
 */
export function requestShape(
  facts: AskFacts,
  state: Pick<AskState, 'boundIssuer' | 'home'>,
  conversationKey: string | undefined,
): RequestShape {
  const { toolChoice, parallelToolCalls, structuredOutput, prefill, systemInside, modalities, reasoning } = facts;
  const { effort } = reasoning ?? {};
  return {
    toolChoice,
    parallelToolCalls,
    structuredOutput,
    prefill,
    systemInside,
    modalities,
    hostedTools: knownHostedTools(facts.hostedTools),
    lossyFields: facts.fields.filter((field) => isLossyField(facts.dialect, field)),
    features: knownWords(facts.features, (feature) => isKnownFeature(facts.dialect, feature)),
    asksReasoning: reasoning !== undefined,
    reasoningEffort: effort === undefined ? undefined : knownEffort(effort),
    reasoningBudgetTokens: reasoning?.budgetTokens,
    isDialectBound: facts.bound.some(({ kind }) => kind !== 'proof'),
    boundIssuer: state.boundIssuer,
    homeIssuer: state.home?.issuer,
    homeDialect: state.home?.dialect,
    conversationKey,
  };
}
