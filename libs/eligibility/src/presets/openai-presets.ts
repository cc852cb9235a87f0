import type { Preset } from './preset.js';

const sees = { input_modalities: ['text', 'image'], output_modalities: ['text'] } satisfies Preset['capabilities'];

const reads = { input_modalities: ['text'], output_modalities: ['text'] } satisfies Preset['capabilities'];

const readOn = '2026-11-21';

/** Of 400,000 tokens 128,000 are for the answer, and a longer input is refused. */
const longestInput = { max_estimated_input_tokens: 272_000 };

const calls = { tools: true, parallel_tool_calls: true, structured_outputs: true } as const;

/** Models of OpenAI, by the names its API gives them. */
export const openaiPresets: Readonly<Record<string, Preset>> = {
  'openai/gpt-5.5': {
    contextTokens: 1_050_000,
    capabilities: {
      ...sees,
      tools: true,
      structured_outputs: true,
      reasoning: {
        ...{ mode: 'opt_in', control: 'effort', efforts: ['none', 'low', 'medium', 'high', 'xhigh'] },
        summaries: false,
      },
      max_output_tokens: 128_000,
    },
    requestLimits: {},
    sources: [
      'https://runware.ai/docs/models/openai-gpt-5-5',
      'https://docs.oxen.ai/inference-api/reference/models/gpt-5-5-2026-04-23',
      'https://hivebook.wiki/wiki/gpt-5-5-openai-s-flagship-model',
    ],
    readOn,
  },
  'openai/gpt-5': {
    contextTokens: 400_000,
    capabilities: {
      ...sees,
      ...calls,
      reasoning: {
        ...{ mode: 'always_on', control: 'effort', efforts: ['minimal', 'low', 'medium', 'high'] },
        summaries: false,
      },
      max_output_tokens: 128_000,
    },
    requestLimits: longestInput,
    sources: [
      'https://aipromptshub.co/model/gpt-5',
      'https://vercel.com/ai-gateway/models/gpt-5-fast.md',
      'https://community.openai.com/t/huge-gpt-5-documentation-gap-flaw-causing-bugs-input-tokens-exceed-the-configured-limit-of-272-000-tokens/1344734',
      'https://learn.microsoft.com/en-us/javascript/api/@azure/ai-projects/reasoningeffort',
    ],
    readOn,
  },
  'openai/gpt-5-mini': {
    contextTokens: 400_000,
    capabilities: {
      ...sees,
      ...calls,
      reasoning: {
        ...{ mode: 'always_on', control: 'effort', efforts: ['minimal', 'low', 'medium', 'high'] },
        summaries: false,
      },
      max_output_tokens: 128_000,
    },
    requestLimits: longestInput,
    sources: [
      'https://runware.ai/docs/models/openai-gpt-5-mini',
      'https://aipromptshub.co/model/gpt-5-mini',
      'https://websitesgh.com/gpt-5-mini-deep-dive-unpacking-features-api-future-endeavours',
    ],
    readOn,
  },
  'openai/gpt-4.1': {
    contextTokens: 1_047_576,
    capabilities: { ...sees, tools: true, tool_choice: true, structured_outputs: true, max_output_tokens: 32_768 },
    requestLimits: {},
    sources: ['https://whichllm.io/models/merge-gateway-openai--gpt-4-1', 'https://aicoach.pw/marketplace/llm/gpt-4-1'],
    readOn,
  },
  'openai/gpt-4.1-mini': {
    contextTokens: 1_047_576,
    capabilities: { ...sees, ...calls, tool_choice: true, max_output_tokens: 32_768 },
    requestLimits: {},
    sources: [
      'https://switchy.build/models/gpt-4-1-mini.md',
      'https://www.getmaxim.ai/bifrost/model-library/compare/azure/gpt-4.1-mini',
    ],
    readOn,
  },
  'openai/gpt-oss-120b': {
    contextTokens: 131_072,
    capabilities: {
      ...reads,
      tools: true,
      structured_outputs: true,
      reasoning: { mode: 'always_on', control: 'effort', efforts: ['low', 'medium', 'high'], summaries: false },
      max_output_tokens: 131_072,
    },
    requestLimits: {},
    sources: ['https://modelpedia.dev/openai/gpt-oss-120b/changes', 'https://vast.ai/model/gpt-oss-120b'],
    readOn,
  },
};
