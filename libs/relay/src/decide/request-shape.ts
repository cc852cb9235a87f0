import { dialectNames, type AskFacts, type RequestShape } from '@smart-router/core';
import { dispositionOf, lossTables } from '@smart-router/dialects';
import type { AskState } from '../state/ask-state.js';

/** Words of features that are no field of a body. */
const usesKnown: ReadonlySet<string> = new Set(['forced_tool_choice', 'function_call_output']);

const hostedToolsKnown: ReadonlySet<string> = new Set([
  ...[
    'web_search',
    'web_fetch',
    'file_search',
    'code_interpreter',
    'code_execution',
    'computer_use',
    'image_generation',
  ],
  ...['mcp', 'bash', 'shell', 'local_shell', 'text_editor', 'memory', 'tool_search'],
]);

const effortsKnown: ReadonlySet<string> = new Set(['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max']);

/** What the facts of a request say of its shape: closed words only, so that nothing a caller wrote is kept. */
export function requestShape(
  facts: AskFacts,
  state: Pick<AskState, 'boundIssuer' | 'home'>,
  conversationKey: string | undefined,
): RequestShape {
  const { toolChoice, parallelToolCalls, structuredOutput, prefill, systemInside, modalities, reasoning } = facts;
  return {
    ...{ toolChoice, parallelToolCalls, structuredOutput, prefill, systemInside, modalities },
    hostedTools: known(facts.hostedTools, (tool) => hostedToolsKnown.has(tool)),
    lossyFields: facts.fields.filter((field) => isLossy(facts, field)),
    features: known(facts.features, (feature) => usesKnown.has(feature) || isField(facts, feature)),
    asksReasoning: reasoning !== undefined,
    reasoningEffort: known(reasoning?.effort === undefined ? [] : [reasoning.effort], (word) =>
      effortsKnown.has(word),
    )[0],
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
  return [...new Set(words.map((word) => (isKnown(word) ? word : 'other')))];
}

/** Fields of the table that no translation to some other dialect can keep. A field nobody knows is dropped everywhere. */
function isLossy({ dialect }: AskFacts, field: string): boolean {
  return isField({ dialect }, field) && dialectNames.some((to) => dispositionOf(dialect, field, to).kind === 'refused');
}

function isField({ dialect }: Pick<AskFacts, 'dialect'>, field: string): boolean {
  return Object.hasOwn(lossTables[dialect], field);
}
