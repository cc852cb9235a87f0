import type { Observed } from '@smart-router/core';
import { groupOf, questionAbout } from './question-kit.laws.js';
import { routeContext } from './route-context.js';

const group = groupOf('strategy: failover');
const question = questionAbout(group);

const observed: Observed = {
  ...{ count: 40, errorRate: 0.1, timeoutRate: 0, latencyP50Ms: 900, latencyP95Ms: undefined, firstTokenP50Ms: 200 },
  ...{ firstTokenP95Ms: undefined, outputTokensPerSec: 50, cachedInputShare: undefined, queueWaitMs: 0 },
  ...{ warmCachedInputShare: undefined, costNanoUsd: undefined, rejectionRate: 0 },
};

describe('what a policy is told', () => {
  it('is who asks, what the request needs, and who may serve it at what price', () => {
    const { group: name, caller, request, targets, conversationKey, now } = routeContext(question, group.targets);
    expect({ name, conversationKey, now }).toEqual({ name: 'g', conversationKey: 'ck_1', now: 1_000 });
    expect(caller).toEqual({
      ...{ tokenId: 't', keyId: 'k', organization: 'acme', user: 'ada', project: 'web', environment: 'prod' },
    });
    expect(request).toMatchObject({ dialect: 'openai-chat', stream: false, toolCount: 0, modalities: ['text'] });
    expect(targets[0]).toEqual({
      ...{ index: 0, id: 'p/a', provider: 'p', modelRef: 'a', model: 'a', dialect: 'openai-chat', tier: 'gold' },
      ...{ tags: ['fast'], weight: 3, contextTokens: 9_000, maxOutputTokens: 500 },
      ...{ inputPricePerMillionUsd: 1.5, outputPricePerMillionUsd: 6 },
      validation: { status: 'validated', qualityScore: 0.9 },
    });
    expect(targets.map(({ index, id }) => [index, id])).toEqual([
      [0, 'p/a'],
      [1, 'p/b'],
      [2, 'p/c'],
    ]);
  });

  it('is plain data without a word of the caller, without a key, and without what is not known', () => {
    const context = routeContext(question, group.targets);
    const text = JSON.stringify(context);
    for (const secret of ['a word of a user', 'planted-key', 'http://p/v1']) expect(text).not.toContain(secret);
    expect(structuredClone(context)).toEqual(JSON.parse(text));
    expect(context).not.toHaveProperty('warmTarget');
    expect(context.targets[1]).not.toHaveProperty('observed');
  });

  it('tells none of the words that a caller may put where closed words stand', () => {
    const words = { reasoning_effort: 'a word of a user', tools: [{ type: 'another word' }, { type: 'web_search' }] };
    const { request } = routeContext(questionAbout(group, {}, words), group.targets);
    expect(request).toMatchObject({ reasoning: { effort: 'other' }, hostedTools: ['other', 'web_search'] });
    expect(JSON.stringify(request)).not.toContain('word');
  });

  it('counts targets by their place among those who can serve', () => {
    const able = group.targets.slice(1);
    expect(routeContext(question, able).targets.map(({ index, id }) => [index, id])).toEqual([
      [0, 'p/b'],
      [1, 'p/c'],
    ]);
  });

  it('is what was observed of each, and which of them the conversation knows', () => {
    const observations = { of: (id: string) => (id === 'p/b' ? observed : undefined) };
    const signals = { ...question.signals, observations, warmTarget: 'p/b' };
    const context = routeContext({ ...question, signals }, group.targets);
    expect(context.warmTarget).toBe('p/b');
    expect(context.targets.map((target) => target.observed)).toEqual([
      undefined,
      {
        ...{ count: 40, errorRate: 0.1, timeoutRate: 0, latencyP50Ms: 900, firstTokenP50Ms: 200 },
        outputTokensPerSec: 50,
      },
      undefined,
    ]);
  });

  it('says how much reasoning is wanted, and how complex the request looks', () => {
    const plain = routeContext(question, group.targets).request.complexity;
    const body = { reasoning_effort: 'high', max_completion_tokens: 4_000 };
    const { request } = routeContext(questionAbout(group, {}, body), group.targets);
    expect(request).toMatchObject({ reasoning: { effort: 'high' }, outputCap: 4_000 });
    expect(request.complexity).toBeGreaterThan(plain);
    expect(request.complexity).toBeLessThanOrEqual(1);
  });
});
