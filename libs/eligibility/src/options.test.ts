import { capabilitiesOptions, toCapabilities } from './capability-options.js';
import { requestLimitsOptions, toRequestLimits } from './request-limit-options.js';

describe('toCapabilities', () => {
  it('assumes nothing that is not declared', () => {
    expect(toCapabilities(capabilitiesOptions.parse({}))).toEqual({
      inputModalities: ['text'],
      outputModalities: ['text'],
      tools: false,
      toolChoice: false,
      parallelToolCalls: false,
      structuredOutputs: false,
      reasoning: undefined,
      prefill: false,
      systemMessages: 'any',
      countTokens: false,
      hostedTools: [],
      maxOutputTokens: undefined,
      minOutputTokens: undefined,
      honorsMaxTokens: true,
      outputTokenField: undefined,
      unsupportedFeatures: [],
    });
  });

  it('lets a target override the keys it names, and no others', () => {
    const declared = capabilitiesOptions.parse({ tools: true, tool_choice: true, max_output_tokens: 128_000 });
    const override = capabilitiesOptions.parse({ tool_choice: false, max_output_tokens: 0, prefill: undefined });
    expect(toCapabilities(declared, override)).toMatchObject({
      tools: true,
      toolChoice: false,
      maxOutputTokens: undefined,
    });
  });

  it('fills in how a model reasons', () => {
    const declared = capabilitiesOptions.parse({ reasoning: { efforts: ['low', 'high'] } });
    expect(toCapabilities(declared).reasoning).toEqual({
      mode: 'opt_in',
      control: 'effort',
      efforts: ['low', 'high'],
      minBudgetTokens: undefined,
      maxBudgetTokens: undefined,
      summaries: false,
    });
  });

  it('refuses a capability nobody knows', () => {
    expect(capabilitiesOptions.safeParse({ telepathy: true }).success).toBe(false);
    expect(capabilitiesOptions.safeParse({ input_modalities: ['smell'] }).success).toBe(false);
  });
});

describe('toRequestLimits', () => {
  it('takes 0 for unknown and lets a target override', () => {
    const declared = requestLimitsOptions.parse({ max_request_bytes: 100, max_tool_schema_bytes: 50 });
    const override = requestLimitsOptions.parse({ max_request_bytes: 0, max_tool_schema_bytes: 60 });
    expect(toRequestLimits(declared, override)).toEqual({
      maxRequestBytes: undefined,
      maxEstimatedInputTokens: undefined,
      maxToolSchemaBytes: 60,
    });
  });
});
