import type { AskFacts, ReasoningCapability, FilterReason } from '@smart-router/core';
import { chooseField } from './choose-field.js';
import type { EligibilityContext } from './field.js';
import { plainFacts, target, type TargetParts } from './test-kit.laws.js';

const noRefusals = (): readonly string[] => [];

function reasons(
  facts: Partial<AskFacts>,
  parts: TargetParts,
  context: Partial<EligibilityContext> = {},
): readonly FilterReason[] {
  const field = chooseField({
    targets: [target(parts)],
    facts: { ...plainFacts, ...facts },
    refusedFields: noRefusals,
    boundIssuer: undefined,
    ...context,
  });
  return field.excluded[0]?.reasons ?? [];
}

const reasoning: ReasoningCapability = {
  mode: 'opt_in',
  control: 'effort',
  efforts: ['low'],
  minBudgetTokens: undefined,
  maxBudgetTokens: undefined,
  summaries: false,
};

/** One row per reason: the need, a target that lacks it, and what would make the target fit. */
const cases: readonly (readonly [FilterReason, Partial<AskFacts>, TargetParts, TargetParts])[] = [
  ['disabled', {}, { disabled: true }, {}],
  ['tool-only', {}, { toolOnly: true }, { toolOnly: false }],
  [
    'dialect',
    { bound: [{ kind: 'container-id', value: 'cntr_1', field: 'container' }] },
    { endpoint: { dialect: 'anthropic-messages' } },
    { endpoint: { dialect: 'openai-chat' } },
  ],
  ['tools', { toolCount: 1 }, {}, { capabilities: { tools: true } }],
  [
    'tool-choice',
    { toolCount: 1, toolChoice: 'none' },
    { capabilities: { tools: true } },
    { capabilities: { tools: true, toolChoice: true } },
  ],
  [
    'parallel-tools',
    { toolCount: 2, parallelToolCalls: true },
    { capabilities: { tools: true } },
    { capabilities: { tools: true, parallelToolCalls: true } },
  ],
  ['hosted-tools', { hostedTools: ['web_search'] }, {}, { capabilities: { hostedTools: ['web_search'] } }],
  ['structured-output', { structuredOutput: true }, {}, { capabilities: { structuredOutputs: true } }],
  ['modality', { modalities: ['text', 'image'] }, {}, { capabilities: { inputModalities: ['text', 'image'] } }],
  ['reasoning', { reasoning: { effort: 'high' } }, {}, { capabilities: { reasoning } }],
  ['prefill', { prefill: true }, {}, { capabilities: { prefill: true } }],
  ['unsupported-feature', { features: ['logit_bias'] }, { capabilities: { unsupportedFeatures: ['logit_bias'] } }, {}],
  ['context', { estimatedInputTokens: 900, outputCap: 101 }, { contextTokens: 1000 }, { contextTokens: 1001 }],
  [
    'context',
    { estimatedInputTokens: 900 },
    { requestLimits: { maxRequestBytes: undefined, maxEstimatedInputTokens: 899, maxToolSchemaBytes: undefined } },
    { requestLimits: { maxRequestBytes: undefined, maxEstimatedInputTokens: 900, maxToolSchemaBytes: undefined } },
  ],
  [
    'request-bytes',
    { requestBytes: 101 },
    { requestLimits: { maxRequestBytes: 100, maxEstimatedInputTokens: undefined, maxToolSchemaBytes: undefined } },
    {},
  ],
  [
    'tool-schema-bytes',
    { toolSchemaBytes: 101 },
    { requestLimits: { maxRequestBytes: undefined, maxEstimatedInputTokens: undefined, maxToolSchemaBytes: 100 } },
    {},
  ],
  [
    'max-output',
    { outputCap: 101 },
    { capabilities: { maxOutputTokens: 100 } },
    { capabilities: { maxOutputTokens: 101 } },
  ],
  [
    'min-output',
    { outputCap: 15 },
    { capabilities: { minOutputTokens: 16 } },
    { capabilities: { minOutputTokens: 15 } },
  ],
  ['honors-max-tokens', { outputCap: 10 }, { capabilities: { honorsMaxTokens: false } }, {}],
];

describe('chooseField', () => {
  it.each(cases)('excludes for %s alone, and only when it is missing', (reason, facts, lacking, fitting) => {
    expect(reasons(facts, lacking)).toEqual([reason]);
    expect(reasons(facts, fitting)).toEqual([]);
  });

  it('lets every target serve a request that needs nothing', () => {
    expect(reasons({}, {})).toEqual([]);
    expect(
      reasons({}, { capabilities: { honorsMaxTokens: false, unsupportedFeatures: ['seed'], minOutputTokens: 16 } }),
    ).toEqual([]);
  });

  it('excludes a target without a credential in service', () => {
    const credentials = [{ id: 'main', key: undefined, priority: 0, weight: 1, disabled: true }];
    expect(reasons({}, { endpoint: { credentials } })).toEqual(['disabled']);
  });

  it('keeps a tool-only target for requests with tools of either kind', () => {
    const tools = { toolOnly: true, capabilities: { tools: true, hostedTools: ['web_search'] } };
    expect(reasons({ toolCount: 1 }, tools)).toEqual([]);
    expect(reasons({ hostedTools: ['web_search'] }, tools)).toEqual([]);
  });

  it('does not ask for parallel calls or a tool choice that nobody demanded', () => {
    const tools = { capabilities: { tools: true } };
    expect(reasons({ toolCount: 1, toolChoice: 'auto', parallelToolCalls: false }, tools)).toEqual([]);
    expect(reasons({ toolCount: 1 }, tools)).toEqual([]);
  });

  it('sends a web search to another dialect that declares it, and no other hosted tool', () => {
    const elsewhere = (hostedTools: readonly string[]): TargetParts => ({
      endpoint: { dialect: 'openai-responses' },
      capabilities: { hostedTools },
    });
    expect(reasons({ hostedTools: ['web_search'] }, elsewhere(['web_search']))).toEqual([]);
    expect(reasons({ hostedTools: ['web_search'] }, elsewhere([]))).toEqual(['hosted-tools']);
    expect(reasons({ hostedTools: ['code_interpreter'] }, elsewhere(['code_interpreter']))).toEqual(['hosted-tools']);
  });

  it('keeps sealed state with its issuer', () => {
    expect(reasons({}, {}, { boundIssuer: 'openai' })).toEqual([]);
    expect(reasons({}, {}, { boundIssuer: 'somebody' })).toEqual(['issuer-bound']);
  });

  it('excludes nobody over sealed reasoning, which is left out where it cannot be read', () => {
    const bound = [{ kind: 'proof', value: 'sealed', field: 'messages[1].content[0]', label: undefined }] as const;
    expect(reasons({ bound }, { endpoint: { dialect: 'anthropic-messages', issuer: 'somebody' } })).toEqual([]);
  });

  it('asks once per foreign dialect what a translation would refuse, and never about its own', () => {
    const asked: string[] = [];
    const foreign = { dialect: 'anthropic-messages' } as const;
    const field = chooseField({
      targets: [target(), target({ id: 'a', endpoint: foreign }), target({ id: 'b', endpoint: foreign })],
      facts: plainFacts,
      refusedFields: (dialect) => {
        asked.push(dialect);
        return ['logprobs'];
      },
      boundIssuer: undefined,
    });
    expect(asked).toEqual(['anthropic-messages']);
    expect(field.candidates.map(({ id }) => id)).toEqual(['openai/plain']);
    expect(field.excluded.map((one) => [one.target.id, one.reasons])).toEqual([
      ['a', ['translation-loss']],
      ['b', ['translation-loss']],
    ]);
  });

  it('lists every reason, and keeps the configured order of those that may serve', () => {
    const targets = [target({ id: 'c' }), target({ id: 'a' }), target({ id: 'b', contextTokens: 10, disabled: true })];
    const field = chooseField({ targets, facts: plainFacts, refusedFields: noRefusals, boundIssuer: undefined });
    expect(field.candidates.map(({ id }) => id)).toEqual(['c', 'a']);
    expect(field.excluded[0]?.reasons).toEqual(['disabled', 'context']);
  });
});
