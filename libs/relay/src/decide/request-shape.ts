import type { AskFacts, RequestShape } from '@smart-router/core';
import type { AskState } from '../state/ask-state.js';
import { isKnownEffort, isKnownFeature, isKnownHostedTool, isLossyField, otherWord } from './shape-words.js';

/** What the facts of a request say of its shape: closed words only, so that nothing a caller wrote is kept. */
export function requestShape(
  facts: AskFacts,
  state: Pick<AskState, 'boundIssuer' | 'home'>,
  conversationKey: string | undefined,
): RequestShape {
  const { toolChoice, parallelToolCalls, structuredOutput, prefill, systemInside, modalities, reasoning } = facts;
  const { effort } = reasoning ?? {};
  return {
    ...{ toolChoice, parallelToolCalls, structuredOutput, prefill, systemInside, modalities },
    hostedTools: known(facts.hostedTools, isKnownHostedTool),
    lossyFields: facts.fields.filter((field) => isLossyField(facts.dialect, field)),
    features: known(facts.features, (feature) => isKnownFeature(facts.dialect, feature)),
    asksReasoning: reasoning !== undefined,
    reasoningEffort: effort === undefined ? undefined : known([effort], isKnownEffort)[0],
    reasoningBudgetTokens: reasoning?.budgetTokens,
    isDialectBound: facts.bound.some(({ kind }) => kind !== 'proof'),
    boundIssuer: state.boundIssuer,
    homeIssuer: state.home?.issuer,
    homeDialect: state.home?.dialect,
    conversationKey,
  };
}

/** Each known word, and `other` once for all that are not. */
function known(words: readonly string[], isKnown: (word: string) => boolean): readonly string[] {
  return [...new Set(words.map((word) => (isKnown(word) ? word : otherWord)))];
}
