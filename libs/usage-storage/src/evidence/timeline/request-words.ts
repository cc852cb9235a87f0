import type { RequestShape } from '@smart-router/core';

/** What a request was like, as one line; `undefined` when there is nothing to say beside its text. */
export function requestWords(shape: RequestShape | undefined): string | undefined {
  if (shape === undefined) return undefined;
  const media = shape.modalities.filter((modality) => modality !== 'text');
  const words = [
    ...listed('with', media),
    ...said('tool choice', shape.toolChoice),
    ...flagged('parallel tool calls', shape.parallelToolCalls),
    ...listed('hosted tools', shape.hostedTools),
    ...(shape.structuredOutput ? ['structured output'] : []),
    ...reasoningOf(shape),
    ...(shape.prefill ? ['the beginning of its answer'] : []),
    ...(shape.systemInside ? ['a system message inside'] : []),
    ...(shape.isDialectBound ? ['something kept at a provider'] : []),
    ...listed('fields of its dialect alone', shape.lossyFields),
    ...listed('features', shape.features),
  ];
  return words.length === 0 ? undefined : words.join('; ');
}

function reasoningOf({ asksReasoning, reasoningEffort, reasoningBudgetTokens }: RequestShape): readonly string[] {
  if (!asksReasoning) return [];
  const budget = reasoningBudgetTokens === undefined ? [] : [`${reasoningBudgetTokens} tokens`];
  return [['reasoning', ...said('effort', reasoningEffort), ...budget].join(' ')];
}

function listed(name: string, words: readonly string[]): readonly string[] {
  return words.length === 0 ? [] : [`${name} ${words.join(', ')}`];
}

function said(name: string, word: string | undefined): readonly string[] {
  return word === undefined ? [] : [`${name} ${word}`];
}

function flagged(name: string, flag: boolean | undefined): readonly string[] {
  return flag === undefined ? [] : [flag ? name : `no ${name}`];
}
