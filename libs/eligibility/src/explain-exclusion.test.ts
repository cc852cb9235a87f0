import type { AskFacts } from '@smart-router/core';
import { chooseField } from './choose-field.js';
import { contractOptions } from './contract/contract-options.js';
import { toContract } from './contract/to-contract.js';
import { explainExclusion } from './explain-exclusion.js';
import type { EligibilityContext } from './field.js';
import { hints } from './hints.js';
import { plainFacts, target, type TargetParts } from './test-kit.laws.js';

function wordsOf(parts: TargetParts, facts: Partial<AskFacts> = {}, more: Partial<EligibilityContext> = {}) {
  const context: EligibilityContext = {
    targets: [target(parts)],
    facts: { ...plainFacts, ...facts },
    refusedFields: () => ['n', 'logprobs'],
    boundIssuer: undefined,
    ...more,
  };
  return chooseField(context).excluded.flatMap((exclusion) =>
    explainExclusion(exclusion, context).map(({ words }) => words),
  );
}

const limits = { maxRequestBytes: 100, maxEstimatedInputTokens: 40, maxToolSchemaBytes: 10 };

describe('why a target cannot serve, in words', () => {
  it.each<[string, TargetParts, Partial<AskFacts>]>([
    ['it is disabled', { disabled: true }, {}],
    ['it serves requests with tools only, and this one has none', { toolOnly: true }, {}],
    ['it declares no tools, and the request has 2', {}, { toolCount: 2 }],
    ['it reads text, and the request holds text, image', {}, { modalities: ['text', 'image'] }],
    [
      'its context holds 1000 tokens, and the request needs 900 in and 200 out, as estimated',
      { contextTokens: 1000 },
      { estimatedInputTokens: 900, outputCap: 200 },
    ],
    [
      'it takes 40 input tokens, and the request has 50, as estimated',
      { requestLimits: { ...limits, maxRequestBytes: 999 } },
      {},
    ],
    [
      'it accepts bodies of 100 bytes, and this one has 200',
      { requestLimits: { ...limits, maxEstimatedInputTokens: 99 } },
      {},
    ],
    [
      'it writes at most 10 tokens, and the output cap is 11',
      { capabilities: { maxOutputTokens: 10 } },
      { outputCap: 11 },
    ],
    ['it does not support seed', { capabilities: { unsupportedFeatures: ['seed', 'n'] } }, { features: ['seed'] }],
    [
      'it speaks anthropic-messages, which cannot take n, logprobs',
      { endpoint: { dialect: 'anthropic-messages' } },
      {},
    ],
  ])('%s', (words, parts, facts) => {
    expect(wordsOf(parts, facts)).toEqual([words]);
  });

  it('name what the contract of the group asks for', () => {
    const contract = toContract(
      contractOptions.parse({
        supported_dialects: ['anthropic-messages'],
        required_capabilities: { tools: true },
        quality_floor: { min_eval_quality_score: 0.8 },
        operational_targets: { max_error_rate: 0.05 },
      }),
    );
    const failing = { count: 40, errorRate: 0.1234 } as never; // of what was observed nothing else is read
    const inForce = { contract, observations: { of: () => failing }, nowMs: 0 };
    expect(wordsOf({}, {}, { contract: inForce })).toEqual([
      'the contract offers anthropic-messages, and the caller speaks openai-chat',
      'by the contract it lacks tools',
      'by the contract it lacks quality_score unknown (at least 0.8)',
      'by the contract it lacks error rate 0.123 (at most 0.05)',
    ]);
  });

  it('come with what to do about it', () => {
    const context = { targets: [], facts: plainFacts, refusedFields: () => [], boundIssuer: undefined };
    const [reason] = explainExclusion({ target: target(), reasons: ['backoff'] }, context);
    expect(reason).toEqual({ reason: 'backoff', words: 'it pauses', hint: hints.backoff });
  });
});
