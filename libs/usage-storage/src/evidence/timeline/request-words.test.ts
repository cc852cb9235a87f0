import type { RequestShape } from '@smart-router/core';
import { requestWords } from './request-words.js';

const plain: RequestShape = {
  ...{ toolChoice: undefined, parallelToolCalls: undefined, structuredOutput: false, prefill: false },
  ...{ systemInside: false, modalities: ['text'], hostedTools: [], lossyFields: [], features: [] },
  ...{ asksReasoning: false, reasoningEffort: undefined, reasoningBudgetTokens: undefined, isDialectBound: false },
  ...{ boundIssuer: undefined, homeIssuer: undefined, homeDialect: undefined, conversationKey: undefined },
};

describe('what a request was like', () => {
  it('is not worth a word when it was plain text, or when it is not known', () => {
    expect(requestWords(plain)).toBeUndefined();
    expect(requestWords(undefined)).toBeUndefined();
  });

  it.each<[Partial<RequestShape>, string]>([
    [{ modalities: ['text', 'image', 'file'] }, 'with image, file'],
    [{ toolChoice: 'required', parallelToolCalls: false }, 'tool choice required; no parallel tool calls'],
    [{ parallelToolCalls: true, structuredOutput: true }, 'parallel tool calls; structured output'],
    [{ hostedTools: ['web_search', 'other'] }, 'hosted tools web_search, other'],
    [{ asksReasoning: true }, 'reasoning'],
    [{ asksReasoning: true, reasoningEffort: 'high' }, 'reasoning effort high'],
    [{ asksReasoning: true, reasoningBudgetTokens: 8192 }, 'reasoning 8192 tokens'],
    [{ prefill: true, systemInside: true }, 'the beginning of its answer; a system message inside'],
    [{ isDialectBound: true, lossyFields: ['n'] }, 'something kept at a provider; fields of its dialect alone n'],
    [{ features: ['forced_tool_choice'] }, 'features forced_tool_choice'],
  ])('is told in words: %j', (said, words) => {
    expect(requestWords({ ...plain, ...said })).toBe(words);
  });
});
